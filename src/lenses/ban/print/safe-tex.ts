/** How an author wants a symbol printed: letters, indices and accents, and no command that does anything else. */

const COMMANDS =
  "math(?:rm|it|bf|sf|tt|cal|bb)|text|operatorname|hat|bar|tilde|vec|dot|overline|underline|widehat|prime|star|ast|" +
  "circ|dagger|ell|(?:var)?(?:epsilon|theta|pi|rho|sigma|phi)|alpha|beta|gamma|delta|zeta|eta|iota|kappa|lambda|mu|nu|" +
  "xi|tau|upsilon|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega";

const SYMBOL = new RegExp(`^(?:[A-Za-z0-9 '^_{}()+*/.,:;=-]|\\\\(?:${COMMANDS})(?![A-Za-z])|\\\\[ ,;_])*$`);

/** True for a text that LaTeX typesets between dollar signs, and that neither leaves them nor reads or writes a file. */
export function isSafeTex(tex: string): boolean {
  // Two carets spell a character by its number, a backslash for example.
  if (tex.length > 200 || tex.includes("^^") || !SYMBOL.test(tex)) return false;
  let depth = 0;
  for (const letter of tex) {
    if (letter === "{") depth++;
    if (letter === "}" && --depth < 0) return false;
  }
  return depth === 0;
}
