/**
 * Code that must not compile, each line pinned by `@ts-expect-error`: `tsc -p .` fails when one begins to. Never run.
 *
 * The load-time checks reject the same mistakes for users without types: see `check/fixtures`.
 */
import {
  aenc,
  agree,
  alive,
  data,
  hash,
  type Hashed,
  key,
  nonce,
  op,
  pk,
  pre,
  preTheory,
  protocol,
  scalar,
  sdec,
  secret,
  senc,
  sgk,
  shk,
  sign,
  sk,
  text,
  theory,
  type Typed,
} from "../../../index.ts";

const base = protocol("p", { DU: "", DO: "", HA: "", RC: "" })
  .uses(pre)
  .public({ request: text, pkDO: pk("DO"), pkDU: pk("DU"), pkIbe: pk("DO", "ibe") })
  .knows("DU", { skDU: sk("DU") })
  .knows("DO", { skDO: sk("DO"), M: data })
  .message("M0", "DO", "HA", ({ M, pkDO }) => ({ C_DO: pre.enc(M, pkDO) }))
  .fresh("DU", { N1: nonce });

// A role says what it does not know.
// @ts-expect-error
base.message("m", "DO", "DU", ({ N1 }) => ({ N1 }));

// HA cannot read what is sealed for DO, whether it is forwarded or sent to HA itself.
const sealed = base.message("M1", "DU", "DO", ({ N1, pkDO }) => aenc({ N1 }, pkDO));
sealed.claims("DO", ({ N1 }) => [secret(N1)]);
// @ts-expect-error
sealed.message("x", "HA", "RC", ({ N1 }) => ({ N1 }));
// @ts-expect-error
base.message("M1", "DU", "HA", ({ N1, pkDO }) => aenc({ N1 }, pkDO)).message("x", "HA", "RC", ({ N1 }) => ({ N1 }));

// A role sends to itself.
// @ts-expect-error
base.message("m", "DU", "DU", ({ N1 }) => ({ N1 }));

// A role that is not there.
// @ts-expect-error
base.message("m", "DU", "XX", ({ N1 }) => ({ N1 }));
// @ts-expect-error
base.knows("XX", { a: data });
// @ts-expect-error
base.claims("DU", () => [alive("XX")]);

// Decryption with the wrong key, of another owner or of another family.
const atDU = base.message("m", "HA", "DU", ({ C_DO }) => ({ C_DO }));
// @ts-expect-error
atDU.computes("DU", ({ C_DO, skDU }) => ({ M: pre.dec(C_DO, skDU) }));
base.knows("DO", { other: sk("DO", "other") }).computes("DO", ({ M, pkDO, other }) => ({
  // @ts-expect-error
  M: pre.dec(pre.enc(M, pkDO), other),
}));

// Re-encryption with a key of the wrong direction, and a second time.
const wrong = base
  .fresh("DU", { X: scalar })
  .computes("DU", ({ skDU, pkDO, X }) => ({ rk: pre.rekey(skDU, pkDO, X) }))
  .message("m", "DU", "HA", ({ rk }) => ({ rk }));
// @ts-expect-error
wrong.computes("HA", ({ C_DO, rk }) => ({ C: pre.reenc(C_DO, rk) }));
base.fresh("DO", { X: scalar }).computes("DO", ({ skDO, pkDU, X, M, pkDO }) => ({
  // @ts-expect-error
  c: pre.reenc(pre.reenc(pre.enc(M, pkDO), pre.rekey(skDO, pkDU, X)), pre.rekey(skDO, pkDU, X)),
}));

// A claim on what the role never learns, and an agreement with itself.
// @ts-expect-error
base.claims("DU", ({ M }) => [secret(M)]);
// @ts-expect-error
base.claims("DU", ({ N1 }) => [agree("DU", [N1])]);
// @ts-expect-error
base.claims("DU", ({ N1 }) => [agree("DO", [N1], { injective: "yes" })]);

// A signal of what the role does not know, with itself, or with a role that is not there; a family that is no name.
base.running("DU", ({ N1 }) => [N1], { with: "DO", after: "M0" });
// @ts-expect-error
base.running("DO", ({ N1 }) => [N1]);
// @ts-expect-error
base.running("DU", ({ N1 }) => [N1], { with: "DU" });
// @ts-expect-error
base.running("DU", ({ N1 }) => [N1], { with: "XX" });
// @ts-expect-error
base.running("DU", ({ N1 }) => N1);
// @ts-expect-error
base.identityBased();
// @ts-expect-error
base.identityBased(data);

// A name bound twice.
// @ts-expect-error
base.fresh("DU", { N1: nonce });
// @ts-expect-error
base.knows("DO", { M: data });
// @ts-expect-error
base.public({ request: text });
// @ts-expect-error
base.timestamp("DU", "N1");
// @ts-expect-error
base.fresh("DU", { DO: nonce });

// Encryption under a secret key, signing with a decryption key.
// @ts-expect-error
base.message("m", "DO", "DU", ({ M, skDO }) => aenc({ M }, skDO));
// @ts-expect-error
base.message("m", "DO", "DU", ({ M, skDO }) => sign({ M }, skDO));

// A sort where a term is wanted, a key where a blinding is.
// @ts-expect-error
base.message("m", "DO", "DU", () => ({ M: data }));
// @ts-expect-error
base.computes("DO", ({ skDO, pkDU }) => ({ rk: pre.rekey(skDO, pkDU, pkDU) }));

// The secret key of another role.
// @ts-expect-error
base.knows("HA", { skDO: sk("DO") });
// @ts-expect-error
base.knows("HA", { sgkDO: sgk("DO") });

// A sealed box relayed by name: HA forwards it, only DO reads inside.
const relayed = base
  .message("m", "DU", "HA", ({ N1, pkDO }) => ({ box: aenc({ N1 }, pkDO) }))
  .message("m2", "HA", "DO", ({ box }) => ({ box }));
relayed.claims("DO", ({ N1 }) => [secret(N1)]);
// @ts-expect-error
relayed.claims("HA", ({ N1 }) => [secret(N1)]);

// A signature is read by everyone, also under a seal; a hash by nobody.
const signed = base
  .knows("DU", { sgkDU: sgk("DU") })
  .message("m", "DU", "DO", ({ N1, sgkDU, pkDO }) => aenc(sign({ N1 }, sgkDU), pkDO))
  .message("m2", "DU", "HA", ({ N1 }) => ({ h: hash({ N1 }) }));
signed.claims("DO", ({ N1 }) => [secret(N1)]);
// @ts-expect-error
signed.claims("HA", ({ N1 }) => [secret(N1)]);

// A box under a shared key is read by the two; one under a session key by .computes.
const shared = base
  .fresh("DU", { K: key })
  .message("m", "DU", "DO", ({ N1 }) => senc({ N1 }, shk("DU", "DO")))
  .message("m2", "DU", "HA", ({ N1, K }) => ({ box: senc({ N1 }, K), K }));
shared.claims("DO", ({ N1 }) => [secret(N1)]);
// @ts-expect-error
shared.claims("HA", ({ N1 }) => [secret(N1)]);
shared.computes("HA", ({ box, K }) => sdec(box, K)).claims("HA", ({ N1 }) => [secret(N1)]);

// A rule that opens with the delegator's key.
theory("pre2", { ...preTheory.ops }).rewrites(({ open, reenc, enc, rekey }, { m, x, pk: pub, sk: priv, reduces }) => ({
  right: reduces(open(reenc(enc(m, pub("A")), rekey(priv("A"), pub("B"), x)), priv("B")), m),
  // @ts-expect-error
  wrong: reduces(open(reenc(enc(m, pub("A")), rekey(priv("A"), pub("B"), x)), priv("A")), m),
}));

// A rule whose sides are of different kinds, an operation given too little.
theory("box", { shut: op<(m: Typed<"m">) => Hashed>("m") }).rewrites(({ shut }, { m, x, reduces }) => ({
  // @ts-expect-error
  wrong: reduces(shut(m), x),
  // @ts-expect-error
  less: reduces(shut(), m),
}));

// A name that the role learns later.
protocol("p", { A: "", B: "" })
  .learns("B", "A", { in: "M2" })
  // @ts-expect-error
  .message("M1", "B", "A", ({ A }) => ({ A }));
// @ts-expect-error
protocol("p", { A: "", B: "" }).learns("B", "B", { in: "M1" });
