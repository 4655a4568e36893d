/**
 * A FHIR R4 record in a few lines: what a reader wants to see of it when it arrives.
 *
 * Only what is shown is looked at; a record is anything in JSON that says which type of resource it is.
 */

/** The record, or undefined for bytes that are none. */
export function readRecord(bytes: Uint8Array): FhirRecord | undefined {
  try {
    const content: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isObject(content) && typeof content["resourceType"] === "string" ? content : undefined;
  } catch {
    return undefined;
  }
}

/** A resource as parsed. */
export type FhirRecord = Readonly<Record<string, unknown>>;

/** One line for the record, and one for each of its first `most` resources. */
export function summariseRecord(record: FhirRecord, most: number): string[] {
  const resources = listResources(record);
  const counts = new Map<string, number>();
  for (const { resourceType } of resources)
    counts.set(String(resourceType), (counts.get(String(resourceType)) ?? 0) + 1);
  const kinds = [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ");
  const shown = resources.slice(0, most).map(describeResource);
  const left = resources.length - shown.length;
  return [`${String(record["resourceType"])}: ${kinds}`, ...shown, ...(left > 0 ? [`and ${left} more`] : [])];
}

function listResources(record: FhirRecord): readonly FhirRecord[] {
  if (record["resourceType"] !== "Bundle") return [record];
  return listOf(record["entry"])
    .map((entry) => entry["resource"])
    .filter(isObject);
}

function describeResource(resource: FhirRecord): string {
  const kind = String(resource["resourceType"]);
  return kind === "Patient" ? `${kind} ${describePatient(resource)}` : `${kind} ${describeObservation(resource)}`;
}

function describePatient(patient: FhirRecord): string {
  const [name] = listOf(patient["name"]);
  const given = Array.isArray(name?.["given"]) ? name["given"].join(" ") : "";
  return [`${given} ${textOf(name?.["family"])}`.trim(), textOf(patient["gender"]), textOf(patient["birthDate"])]
    .filter((part) => part !== "")
    .join(", ");
}

function describeObservation(observation: FhirRecord): string {
  const values = [observation, ...listOf(observation["component"])].flatMap((part) => {
    const quantity = part["valueQuantity"];
    return isObject(quantity) ? [`${textOf(quantity["value"])} ${textOf(quantity["unit"])}`] : [];
  });
  const code = isObject(observation["code"]) ? textOf(observation["code"]["text"]) : "";
  return [`${code} ${values.join(" / ")}`.trim(), textOf(observation["effectiveDateTime"])]
    .filter((part) => part !== "")
    .join(", ");
}

function listOf(value: unknown): readonly FhirRecord[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function isObject(value: unknown): value is FhirRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
