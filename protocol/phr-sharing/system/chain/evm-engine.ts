/**
 * The engine of the embedded chains: `transfer-ledger.sol`, compiled, in a real EVM inside this process.
 *
 * Transactions are signed legacy transactions of Ethereum, bound to the chain by its number (EIP-155). Nobody pays on
 * a chain of a consortium: the price is the lowest that the rules (Shanghai's) allow, and accounts are credited with it.
 */
import { createCustomCommon, Hardfork, Mainnet } from "@ethereumjs/common";
import { createLegacyTx, createLegacyTxFromRLP } from "@ethereumjs/tx";
import { createAddressFromString } from "@ethereumjs/util";
import { createVM, runTx } from "@ethereumjs/vm";
import { concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { encodeWord, decodeAbi, encodeAbi, type AbiValue } from "./contract/abi.ts";
import { readArtefact } from "./contract/artefact.ts";
import { askViews } from "./contract/ask-views.ts";
import { decodeRefusal, encodeCall, type View } from "./contract/contract-call.ts";
import { decodeEvent } from "./contract/contract-event.ts";
import type { Engine, Execution } from "./engine.ts";
import type { Address, ChainName } from "./entry.ts";
import { toHash } from "./header.ts";
import type { Outcome } from "./ledger.ts";
import { contractOf } from "./memory-engine.ts";
import { CHAIN_NUMBERS, GAS_LIMIT, GAS_PRICE } from "./evm-transaction.ts";
import { encodeReceipt } from "./receipt.ts";
import type { Signer } from "./signer.ts";

/** An engine whose contract is made by the authority, and whose gateway speaks for other chains. */
export async function createEvmEngine(chain: ChainName, authority: Signer, gateway: Address): Promise<Engine> {
  const common = createCustomCommon({ chainId: CHAIN_NUMBERS[chain] }, Mainnet, { hardfork: Hardfork.Shanghai });
  const vm = await createVM({ common });
  const contract = contractOf(authority.account);
  const to = createAddressFromString(contract);

  function signTransaction(by: Signer, nonce: bigint, data: Uint8Array, target: typeof to | undefined): Uint8Array {
    const fields = { nonce, gasPrice: GAS_PRICE, gasLimit: GAS_LIMIT, data, ...(target && { to: target }) };
    return createLegacyTx(fields, { common }).sign(by.key).serialize();
  }

  async function run(
    transaction: Uint8Array,
    gasBefore: bigint,
  ): Promise<{ outcome?: Outcome; receipt: Uint8Array; gas: bigint }> {
    const tx = createLegacyTxFromRLP(transaction, { common });
    const result = await runTx(vm, {
      tx,
      blockGasUsed: gasBefore,
      skipBalance: true,
      skipBlockGasLimitValidation: true,
    });
    const { cumulativeBlockGasUsed: gas, bitvector, logs } = result.receipt;
    const status = result.execResult.exceptionError === undefined ? "done" : "reverted";
    const receipt = encodeReceipt({ status, logs }, gas, bitvector);
    if (tx.to === undefined) return { receipt, gas };
    const event = logs[0] === undefined ? "wrong-topic" : decodeEvent(logs[0]);
    const done = status === "done" && typeof event !== "string";
    return {
      outcome: done ? { is: "done", event } : { is: "refused", why: decodeRefusal(result.execResult.returnValue) },
      receipt,
      gas,
    };
  }

  async function ask(view: View, values: readonly AbiValue[]): Promise<readonly AbiValue[]> {
    const data = concatBytes(view.selector, encodeAbi(view.takes, values));
    await vm.stateManager.checkpoint();
    const { execResult } = await vm.evm.runCall({ to, data });
    await vm.stateManager.revert();
    const answer = decodeAbi(view.gives, execResult.returnValue);
    if (answer === undefined) throw new RangeError("The contract's answer cannot be read.");
    return answer;
  }

  async function nonceOf(account: Address): Promise<number> {
    return Number((await vm.stateManager.getAccount(createAddressFromString(account)))?.nonce ?? 0n);
  }

  return {
    contract,
    deployment: () => {
      const code = hexToBytes(readArtefact().bytecode);
      return signTransaction(authority, 0n, concatBytes(code, encodeWord("address", gateway)), undefined);
    },
    nonceOf,
    sign: async (calls) => {
      const nonces = new Map<Address, bigint>();
      const signed: Uint8Array[] = [];
      for (const { by, call } of calls) {
        const nonce = nonces.get(by.account) ?? BigInt(await nonceOf(by.account));
        nonces.set(by.account, nonce + 1n);
        signed.push(signTransaction(by, nonce, encodeCall(call), to));
      }
      return signed;
    },
    execute: async (transactions): Promise<Execution> => {
      const receipts: Uint8Array[] = [];
      const outcomes: Outcome[] = [];
      let gasSoFar = 0n;
      for (const transaction of transactions) {
        const { outcome, receipt, gas } = await run(transaction, gasSoFar);
        if (outcome) outcomes.push(outcome);
        receipts.push(receipt);
        gasSoFar = gas;
      }
      return { receipts, outcomes, stateRoot: toHash(await vm.stateManager.getStateRoot()) };
    },
    ...askViews(ask),
  };
}
