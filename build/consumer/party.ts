// The role A of the protocol in implementation.test.ts.
import type { Parties } from "assay/vitest";

export const name = "party.ts";
export const version = "2.1";
export const parties: Parties["parties"] = {
  A: (setting) => {
    const nonce = Buffer.from(setting.random(16)).toString("base64url");
    return {
      start: () => [{ to: setting.partners["B"] ?? "", bytes: new TextEncoder().encode(JSON.stringify({ N: nonce })) }],
      receive: ({ bytes }) => {
        const { N } = JSON.parse(new TextDecoder().decode(bytes)) as { N: string };
        if (N !== nonce) return { refused: "It is another nonce." };
        setting.log("claim", { n: nonce });
        return [];
      },
    };
  },
};
