import {
  agree,
  alive,
  data,
  ibe,
  id,
  niagree,
  nisynch,
  nonce,
  pk,
  pre,
  protocol,
  scalar,
  secret,
  sk,
  text,
  weakagree,
} from "assay";

export default protocol("phr-sharing", { DU: "data user", DO: "data owner", HA: "hospital A", RC: "relay chain" })
  .uses(pre, { weaknesses: ["collusion"] })
  .public({ request1: text, request2: text, respond1: text, pkDO: pk("DO", "ibe"), pkDU: pk("DU", "clc") })
  .knows("DU", { skDU: sk("DU", "clc") })
  .knows("DO", { skDO: sk("DO", "ibe") })

  .fresh("DO", { record: id, M: data }) // one run of DO: one record, one grant
  .message("M0", "DO", "HA", ({ record, M, pkDO }) => ({ record, C_DO: pre.enc(M, pkDO) }))

  .fresh("DU", { N1: nonce })
  .timestamp("DU", "T1")
  .message("M1", "DU", "DO", ({ request1, pkDO, pkDU, T1, N1 }) => ibe.enc({ request1, pkDO, pkDU, T1, N1 }, pkDO))

  .fresh("DO", { X: scalar, N2: nonce })
  .timestamp("DO", "T2")
  .computes("DO", ({ skDO, pkDU, X }) => ({ rkDO: pre.rekey(skDO, pkDU, X) }))
  .message("M2", "DO", "HA", ({ record, request2, pkDO, pkDU, rkDO, T2, N2 }) => ({
    record,
    request2,
    pkDO,
    pkDU,
    rkDO,
    T2,
    N2,
  }))
  .message("M2'", "HA", "RC", ({ request2, pkDO, pkDU, rkDO, T2, N2, C_DO }) => ({
    request2,
    pkDO,
    pkDU,
    rkDO,
    T2,
    N2,
    C_DO,
  }))

  .computes("RC", ({ C_DO, rkDO }) => ({ C_DU: pre.reenc(C_DO, rkDO) }))
  .fresh("RC", { N3: nonce })
  .timestamp("RC", "T3")
  .message("M3", "RC", "DU", ({ respond1, C_DU, T3, N3 }) => ({ respond1, C_DU, T3, N3 }), {
    means: "{<M>X from DO}pkDU", // read kindly: whoever combined M with X knew X
  })
  .computes("DU", ({ C_DU, skDU }) => ({ X: pre.mask(C_DU, skDU), M: pre.open(C_DU, skDU) }))

  .claims("DU", ({ M, X, N1 }) => [secret(M), secret(X), alive(), weakagree(), agree("DO", [N1]), niagree(), nisynch()])
  .claims("DO", ({ M, X, skDO }) => [secret(M), secret(X), secret(skDO), alive(), weakagree(), niagree(), nisynch()])
  .claims("HA", () => [alive(), weakagree(), niagree(), nisynch()])
  .claims("RC", () => [alive(), weakagree(), niagree(), nisynch()])

  .ban({
    profile: "BAN+C",
    assumptions: {
      k1: "DU bel pkDU |-> DU",
      k2: "DO bel pkDO |-> DO",
      s1: "DO bel DO <=X=> DU",
      f1: "DU bel #(N1)",
      f2: "DO bel #(T1)",
    },
    goals: {
      g1: "DU sees M",
      g2: "DU bel DO said M",
      g3: "DU bel DO bel M",
      g4: "DO bel DU said N1",
      g5: "DO bel DU bel N1",
    },
  });
