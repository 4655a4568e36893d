/** The thread of a module's parties: one that never gives its turn back is ended by whoever asks it. */
import { parentPort, workerData } from "node:worker_threads";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { loadParties } from "./load-module.ts";
import { answerFor } from "./parties.ts";
import type { Request } from "./requests.ts";

const file = workerData as string;
const answer = await loadParties(file).then(answerFor, (error: unknown) => {
  const because = error instanceof DiagnosticError ? (error.diagnostics[0]?.message ?? "") : String(error);
  return () => Promise.resolve({ is: "failed", because });
});
parentPort?.on("message", ({ id, request }: { readonly id: number; readonly request: Request }) => {
  void answer(request).then((said) => parentPort?.postMessage({ id, said: JSON.stringify(said) }));
});
