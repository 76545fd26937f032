let byList = false;

/** Says that the next question is opened by moving through the inbox, so the focus stays there. */
export function openingFromList(): void {
  byList = true;
}

/** True once after {@link openingFromList}; every other way of opening a question puts the focus on Deny. */
export function takeListFocus(): boolean {
  const was = byList;
  byList = false;
  return was;
}
