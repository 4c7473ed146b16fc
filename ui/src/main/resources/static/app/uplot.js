// uPlot, which a script in the head of the document defines.

export default /** @type {any} */ (globalThis).uPlot;
