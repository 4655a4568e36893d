// A lint rule for English: a doc comment opens with a verb (functions) or a noun phrase (types), so that its subject comes
// first; phrases that need reading twice are named with a plain alternative.
const OPENINGS = /^\s*\**\s*(What|Whether)\b/;
const PHRASES = [
  [/\bwhat becomes of\b/i, "the result of"],
  [/\bis not that of\b/i, "is out of date, or differs from"],
  [/\bthat there (is|are) not\b/i, "unknown"],
  [/\bhas been seen to\b|\bhave been seen to\b/i, "already"],
  [/\bwhat is taken for granted\b|\bwhat the verdicts take for granted\b/i, "assumptions"],
  [/\bwhat the models? leaves? out\b/i, "not modelled"],
  [/\bas short as it gets\b/i, "minimised"],
];

/** The rule `english/doc-comments`. */
export const english = {
  rules: {
    "doc-comments": {
      meta: { type: "suggestion", schema: [] },
      create(context) {
        return {
          Program() {
            for (const comment of context.sourceCode.getAllComments()) {
              const isDoc = comment.type === "Block" && comment.value.startsWith("*");
              const opening = isDoc ? OPENINGS.exec(comment.value)?.[1] : undefined;
              if (opening !== undefined)
                context.report({ loc: comment.loc, message: `Begin with a verb or a noun, not with "${opening}".` });
              const text = comment.value.replace(/\s+\*?\s*/g, " ");
              for (const [phrase, plain] of PHRASES) {
                const found = phrase.exec(text)?.[0];
                if (found !== undefined)
                  context.report({ loc: comment.loc, message: `Write plainly: "${plain}" in place of "${found}".` });
              }
            }
          },
        };
      },
    },
  },
};
