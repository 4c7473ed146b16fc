import { followLinks } from "./address.js";
import "./shell.js";

followLinks();
