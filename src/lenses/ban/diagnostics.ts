/**
 * The numbered diagnostics of the BAN lens, in one table: what each code is about and what to do.
 *
 * BN1 formulas, BN2 corpora, BN3 idealisation, BN4 what is asked of a derivation. A code is never reused.
 */
import type { Diagnostic } from "../../core/diagnostic/diagnostic.ts";

interface BanEntry {
  readonly severity: "error" | "warning";
  readonly title: string;
  readonly help: string;
}

const error = (title: string, help: string): BanEntry => ({ severity: "error", title, help });
const warning = (title: string, help: string): BanEntry => ({ severity: "warning", title, help });

/** The table of codes. */
export const BAN_DIAGNOSTICS = {
  BN101: error("A formula that cannot be read", "docs/ban.md has the notation."),
  BN102: error("A name that nothing declares", "Use a principal, key or value of the protocol."),
  BN103: error("A formula of the wrong sort", "docs/ban.md says what each construct takes."),
  BN104: error(
    "A formula that cannot stand here",
    "Assumptions and goals say what one principal believes or sees: P bel X, or P sees X.",
  ),
  BN105: error("A profile that there is not", "Profiles are BAN, BAN+C, BAN+F, BAN+N, and BAN-HASH; flags combine."),
  BN106: error(
    "A ciphertext without originator",
    "Say who made it: {X}K from R. Without --strict it counts as somebody else's.",
  ),
  BN201: error("The corpus is not JSON", "docs/ban.md has the format ban-corpus/1."),
  BN202: error("A corpus of another format", 'A corpus says "format": "ban-corpus/1"; docs/ban.md has that format.'),
  BN203: error(
    "A key or value of the corpus that is not what it should be",
    "docs/ban.md has the format ban-corpus/1.",
  ),
  BN204: error("A name in the corpus that nothing has", "Scenarios and expectations name what the protocol declares."),
  BN301: warning(
    "A name that the concrete message does not have",
    "The receiver can read it there only if it is sent: send it, or do not say that the message means it.",
  ),
  BN302: warning(
    "A ciphertext that the concrete message does not have",
    "What a message means has the ciphertexts, signatures and MACs of the message, under the same keys.",
  ),
  BN303: warning("A part that BAN logic has no construct for", "It counts as a value that says nothing."),
  BN304: error("What a message means is said wrongly", "Give a formula, or what each part stands for."),
  BN305: error("A name that is given twice", "Assumptions have a name each, and so have goals."),
  BN306: warning(
    "A message that is said to mean more than it carries there",
    "Say of each ciphertext what is in it itself, H(X) for a hash, and of what is in clear no statement.",
  ),
  BN307: warning("A hash with a key in it that is dropped", 'If it serves as a MAC, say so: means: "<X>K from A".'),
  BN401: error(
    "A protocol without BAN goals",
    "Add .ban({ assumptions: {...}, goals: {...} }); docs/ban.md has examples.",
  ),
  BN402: error("There is no such goal", "Goals are named as in .ban({ goals: {...} })."),
} satisfies Record<string, BanEntry>;

export type BanCode = keyof typeof BAN_DIAGNOSTICS;

/** Makes one diagnostic. */
export function complainOf(
  code: BanCode,
  message: string,
  details: Partial<Omit<Diagnostic, "code" | "severity" | "message">> = {},
): Diagnostic {
  const { severity, help } = BAN_DIAGNOSTICS[code];
  return { code, severity, message, ...details, help: details.help ?? help };
}
