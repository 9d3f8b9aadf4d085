// The GraphQL explorer with a client token of demo.toml's Ann in Acme.
import { button } from './drivers.mjs';

export const environmentKey = 'sk_test_0000000000000000000000000000';
export const acme = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
export const ann = 'user_01E4ZCR3C56J083X43JQXF3JK5';

/** makeToken fills in the form of the page by a driver, and waits for the schema. */
export async function makeToken(page, use, user = ann) {
  await use.type(page.getByLabel('Key of the environment'), environmentKey);
  await use.type(page.getByLabel('User id'), user);
  await use.type(page.getByLabel('Organization id'), acme);
  await use.press(button(page, 'Make a token'));
  await page.getByText('Token ready').waitFor();
}
