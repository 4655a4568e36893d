/**
 * JSON-RPC 2.0 over HTTP, to a node of Ethereum's kind on this machine or over TLS. What comes back is no answer until it has
 * the form of one: everything else is a fault of the node, in one sentence.
 */
import type { ChainName } from "../entry.ts";
import { LedgerError } from "../ledger.ts";

/** Asks a node. Rejects with LedgerError "bad-node", and with NodeRefusal for an error that the node tells. */
export type AskNode = (method: string, params: readonly unknown[]) => Promise<unknown>;

/** An error that a node tells, with its data. */
export class NodeRefusal extends LedgerError {
  readonly data: string;

  constructor(chain: ChainName, message: string, data: string) {
    super("bad-node", chain, message);
    this.data = data;
  }
}

/** Milliseconds for an answer, and its most bytes. */
const PATIENCE = 30_000;
const MOST_BYTES = 8 * 1024 * 1024;

/** Opens a node. Throws LedgerError for an address that is none, or leads over a network in the clear. */
export function openNode(chain: ChainName, address: string, patience: number = PATIENCE): AskNode {
  const url = readAddress(chain, address);
  let asked = 0;
  const fault = (what: string): LedgerError =>
    new LedgerError("bad-node", chain, `The node of chain ${chain} at ${url.origin} ${what}.`);
  return async (method, params) => {
    asked += 1;
    const id = asked;
    const text = await post(url, JSON.stringify({ jsonrpc: "2.0", id, method, params }), patience, fault);
    const answer = parse(text);
    if (answer === undefined) throw fault(`answers ${method} with what is no JSON-RPC`);
    if (answer["id"] !== id) throw fault(`answers another question than ${method}`);
    if (answer["error"] !== undefined && answer["error"] !== null) {
      const { message, data } = answer["error"] as { readonly message?: unknown; readonly data?: unknown };
      const said = typeof message === "string" ? message.slice(0, 200) : "an error without words";
      throw new NodeRefusal(chain, fault(`refuses ${method}: ${said}`).message, typeof data === "string" ? data : "");
    }
    if (!Object.hasOwn(answer, "result")) throw fault(`answers ${method} with nothing`);
    return answer["result"];
  };
}

function readAddress(chain: ChainName, address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isHere = url !== undefined && ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isHere)) return url;
  const message = `${address.slice(0, 100)} is no address of a node: name http://127.0.0.1:8545 on this machine, or one with https:.`;
  throw new LedgerError("bad-node", chain, message);
}

async function post(url: URL, body: string, patience: number, fault: (what: string) => LedgerError): Promise<string> {
  const signal = AbortSignal.timeout(patience);
  const headers = { "content-type": "application/json" };
  const send = (): Promise<Response> => fetch(url, { method: "POST", redirect: "error", headers, body, signal });
  try {
    // A node may close a connection that was left open just when it is used again.
    const response = await send().catch((error: unknown) => (signal.aborted ? Promise.reject(error as Error) : send()));
    if (!response.ok) throw fault(`answers with the HTTP status ${response.status}`);
    return await readText(response, fault);
  } catch (error) {
    if (error instanceof LedgerError) throw error;
    throw fault(signal.aborted ? `does not answer within ${patience / 1000} s` : "cannot be reached: start it");
  }
}

async function readText({ body }: Response, fault: (what: string) => LedgerError): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of (body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    pieces.push(piece);
    length += piece.length;
    if (length > MOST_BYTES) throw fault(`answers with more than ${MOST_BYTES} bytes`);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isAnswer = typeof value === "object" && value !== null && !Array.isArray(value);
    return isAnswer ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
