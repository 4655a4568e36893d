/** A protocol that a program builds: Needham-Schroeder's, with the claims on which Lowe's attack is seen. */
import { aenc, agree, nonce, pk, protocol, secret } from "assay";

export const NEEDHAM_SCHROEDER = protocol("ns", { I: "initiator", R: "responder" })
  .public({ pkI: pk("I"), pkR: pk("R") })
  .fresh("I", { Ni: nonce })
  .message("M1", "I", "R", ({ Ni, I, pkR }) => aenc({ Ni, I }, pkR))
  .fresh("R", { Nr: nonce })
  .message("M2", "R", "I", ({ Ni, Nr, pkI }) => aenc({ Ni, Nr }, pkI))
  .message("M3", "I", "R", ({ Nr, pkR }) => aenc({ Nr }, pkR))
  .claims("I", ({ Nr }) => [secret(Nr)])
  .claims("R", ({ Ni, Nr }) => [secret(Nr), agree("I", [Ni, Nr])]);
