// Two ways to use a page: by mouse, and by keyboard alone. A test that takes a driver is run with
// both, so that each flow is known to work without a mouse.

/** mouse clicks. */
const mouse = {
  name: 'mouse',
  press: (target) => target.click(),
  type: (target, text) => target.fill(text),
  check: (target) => target.check(),
};

/** tabTo moves the focus with the Tab key until it is at the target. */
async function tabTo(page, target) {
  await target.waitFor();
  for (let at = 0; at < 200; at++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the Tab key never reaches ${target}`);
}

/** The keys for a day such as 2026-01-31 in a date field, whose parts are in the American order. */
function keysOf(day) {
  const [year, month, date] = day.split('-');
  return month + date + year;
}

/** keyboard presses keys, and reaches everything with the Tab key. */
export const keyboard = {
  name: 'keyboard',
  press: async (target) => {
    await tabTo(target.page(), target);
    await target.page().keyboard.press('Enter');
  },
  type: async (target, text) => {
    await tabTo(target.page(), target);
    const isDay = (await target.getAttribute('type')) === 'date';
    if (!isDay) await target.page().keyboard.press('Control+a');
    await target.page().keyboard.type(isDay ? keysOf(text) : text);
  },
  check: async (target) => {
    await tabTo(target.page(), target);
    if (!(await target.isChecked())) await target.page().keyboard.press('Space');
  },
};

export const drivers = [mouse, keyboard];

/** The dialog that is open, its fields and its buttons. */
export const dialog = (page) => page.getByRole('dialog');
export const inDialog = (page, name) => dialog(page).getByLabel(name);
export const answer = (page, name) => dialog(page).getByRole('button', { name, exact: true });

/** The row of a table that has the text, and one of its buttons. */
export const row = (page, text) => page.getByRole('row').filter({ hasText: text });
export const button = (place, name) => place.getByRole('button', { name, exact: true });
export const link = (place, name) => place.getByRole('link', { name, exact: true });
/** The head of the page of one row, with its actions. */
export const head = (page) => page.locator('.page-head');
