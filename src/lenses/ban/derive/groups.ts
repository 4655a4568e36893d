/** Lists by key. */

export class Groups<Item> {
  private readonly groups = new Map<string, Item[]>();

  /** Puts an item at the end of its list. */
  add(key: string, item: Item): void {
    const group = this.groups.get(key);
    if (group === undefined) this.groups.set(key, [item]);
    else group.push(item);
  }

  /** The list of a key; empty where nothing was added. */
  get(key: string): readonly Item[] {
    return this.groups.get(key) ?? [];
  }
}
