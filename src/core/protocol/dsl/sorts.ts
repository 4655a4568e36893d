/** The sorts that `.public`, `.knows` and `.fresh` take, and their names in terms. */
import type { Data, Id, Nonce, Scalar, SessionKey, SortOf, Text } from "../../theory/phantom.ts";
import { makeSort } from "../../theory/value.ts";

/** Fixed words, such as the kind of a request. */
export const text: SortOf<Text> = makeSort("Text");
/** An unguessable number used once. */
export const nonce: SortOf<Nonce> = makeSort("Nonce");
/** Payload, such as a record. */
export const data: SortOf<Data> = makeSort("Data");
/** An identifier, such as that of a record. */
export const id: SortOf<Id> = makeSort("Id");
/** A secret exponent or blinding. */
export const scalar: SortOf<Scalar> = makeSort("Scalar");
/** A fresh symmetric key. */
export const key: SortOf<SessionKey> = makeSort("Key");
