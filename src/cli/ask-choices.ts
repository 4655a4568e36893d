/** The questions of `assay init`, one by one; an empty answer takes what is offered. */
import { type Choices, checkChoices, DEFAULT_CHOICES } from "../repository/scaffold.ts";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";

/** How often a question is asked again before it is given up. */
const MOST_TRIES = 3;

/** Asks for everything that can be chosen. Throws DiagnosticError (AS404) for names that stay wrong. */
export async function askChoices(ask: (question: string) => Promise<string>): Promise<Choices> {
  const { protocol, roles } = DEFAULT_CHOICES;
  const named = await askUntilRight(ask, `Name of the protocol (${protocol}): `, (answer) => ({
    ...DEFAULT_CHOICES,
    protocol: answer || protocol,
  }));
  const first = await askUntilRight(ask, `Role that begins (${roles[0]}): `, (answer) => ({
    ...named,
    roles: [answer || roles[0], answer === roles[1] ? roles[0] : roles[1]],
  }));
  const second = await askUntilRight(ask, `Role that answers (${first.roles[1]}): `, (answer) => ({
    ...first,
    roles: [first.roles[0], answer || first.roles[1]],
  }));
  const answer = (await ask("A GitHub workflow that audits? (y/N): ")).trim().toLowerCase();
  return { ...second, ci: answer === "y" || answer === "yes" ? "github" : "none" };
}

async function askUntilRight(
  ask: (question: string) => Promise<string>,
  question: string,
  choose: (answer: string) => Choices,
): Promise<Choices> {
  for (let tries = 1; ; tries++) {
    const choices = choose((await ask(question)).trim());
    try {
      checkChoices(choices);
      return choices;
    } catch (error) {
      if (!(error instanceof DiagnosticError) || tries === MOST_TRIES) throw error;
    }
  }
}
