// Messages of several lines, with the frames of libraries folded.

/** Frames of the runtime and of common libraries, in Java, JavaScript and Python. */
const LIBRARY_FRAME =
  /^\s*(?:at (?:[\w.]+\/\/?)*(?:java|javax|jdk|sun|com\.sun|jakarta|kotlin|scala|org\.springframework|org\.apache|org\.eclipse|org\.hibernate|io\.netty|io\.undertow|reactor|com\.zaxxer|com\.fasterxml|org\.junit)\.|at .*(?:node:internal|node_modules)|File ".*(?:site-packages|\/lib\/python\d))/;

/** Fewer frames in succession are shown. */
const MIN_FOLDED = 3;

/** @param {string} message */
export const linesOf = (message) => message.split(/\r?\n/);

/**
 * The parts of a message: texts of one or more lines, and numbers of library frames in succession in their place.
 *
 * @param {string} message
 * @returns {{text: string, frames: number}[]} frames is 0 for shown text
 */
export function foldedParts(message) {
  /** @type {{lines: string[], library: boolean}[]} */
  const runs = [];
  for (const line of linesOf(message)) {
    const library = LIBRARY_FRAME.test(line);
    const last = runs.at(-1);
    if (last?.library === library) {
      last.lines.push(line);
    } else {
      runs.push({ lines: [line], library });
    }
  }
  /** @type {{text: string, frames: number}[]} */
  const parts = [];
  for (const { lines, library } of runs) {
    const frames = library && lines.length >= MIN_FOLDED ? lines.length : 0;
    const last = parts.at(-1);
    if (last && !frames && !last.frames) {
      last.text += `\n${lines.join("\n")}`;
    } else {
      parts.push({ text: lines.join("\n"), frames });
    }
  }
  return parts;
}
