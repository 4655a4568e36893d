/** The costs of re-encryption, as a lens without claims: measured once, where a protocol of the assessment uses it. */
import { type Lens, NATIVE_JUDGE } from "../lens.ts";

const NAMED = { name: "overhead", lens: "overhead", engine: "native", title: "Overhead", judge: NATIVE_JUDGE } as const;

/** Sizes and operations of the scheme that descriptions use. */
export const overhead: Lens = {
  ...NAMED,
  compare: () => undefined,
  nameQuestion: ({ label }) => label,
  applies: ({ subjects }, { overheads }) =>
    overheads !== undefined && subjects.some(({ theories }) => theories.includes("pre")),
  plan: ({ digests }) => [{ lens: NAMED.name, subject: digests.model, options: { theory: "pre" }, asks: [] }],
  judging: {
    is: "run",
    time: "own",
    run: ({ options }) => Promise.resolve({ answers: [], appendix: options }),
  },
  appendix: {
    key: "overheads",
    gather: async (parts, { now, signal }) => {
      if (parts.length === 0 || signal.aborted) return undefined;
      const { measureOverheads } = await import("./measure-overheads.ts");
      const { overheads, times } = await measureOverheads(now);
      return { value: overheads, times };
    },
  },
};
