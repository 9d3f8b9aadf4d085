// The requests of WorkOS' API, which we and the vendor's emulator answer alike: what makes the data
// of the benchmark, and the loads.
import { collect, expect } from '../lib/http.mjs';

const json = 'Content-Type: application/json';
const bearer = ({ key }) => ({ Authorization: `Bearer ${key}` });

const post = async (server, path, body, status = 201) =>
  (await expect(status, server.url + path, { json: body, headers: bearer(server) })).json();

/** The role of all members, and its permission. */
export const role = { slug: 'editor', name: 'Editor' };
export const permission = { slug: 'documents:edit', name: 'Edit documents' };

/** Makes the role and its permission as the documents say. */
export async function makeRole(server) {
  await post(server, '/authorization/permissions', permission);
  await post(server, '/authorization/roles', role);
  await expect(200, `${server.url}/authorization/roles/${role.slug}/permissions`,
    { method: 'PUT', json: { permissions: [permission.slug] }, headers: bearer(server) });
}

/** Makes an organization with a member, who has the role; returns their ids. */
export async function makeWorld(server) {
  const organization = (await post(server, '/organizations', { name: 'WorkOS bench' })).id;
  const user = (await post(server, '/user_management/users', { email: 'bob@bench.example' })).id;
  const membership = (await post(server, '/user_management/organization_memberships',
    { user_id: user, organization_id: organization, role_slug: role.slug })).id;
  return { organization, user, membership };
}

/** Makes a project that the member may edit; returns the body of a check about it. */
export async function makeCheck(server, { organization, membership }) {
  const type = { resource_type_slug: 'project' };
  const edit = { slug: 'project:edit', name: 'Edit projects', ...type };
  const admin = { slug: 'project-admin', name: 'Project admin', ...type };
  await post(server, '/authorization/permissions', edit);
  await post(server, '/authorization/roles', admin);
  await expect(200, `${server.url}/authorization/roles/${admin.slug}/permissions`,
    { method: 'PUT', json: { permissions: [edit.slug] }, headers: bearer(server) });
  const { id } = await post(server, '/authorization/resources',
    { organization_id: organization, external_id: 'bench', name: 'Bench', ...type });
  await post(server, `/authorization/organization_memberships/${membership}/role_assignments`,
    { role_slug: admin.slug, resource_id: id });
  return { permission_slug: edit.slug, resource_id: id };
}

/** GET /organizations/{id}. */
export const organizationLoad = (server) => ({
  url: `${server.url}/organizations/${server.world.organization}`,
  headers: [`Authorization: Bearer ${server.key}`],
});

/** GET /user_management/users/{id}. */
export const userLoad = (server) => ({
  url: `${server.url}/user_management/users/${server.world.user}`,
  headers: [`Authorization: Bearer ${server.key}`],
});

/** POST .../check about the permission of the member. */
export const checkLoad = (server) => ({
  url: `${server.url}/authorization/organization_memberships/${server.world.membership}/check`,
  method: 'POST',
  headers: [`Authorization: Bearer ${server.key}`, json],
  body: JSON.stringify(server.world.check),
});

/** POST /user_management/authenticate with a refresh token of the list; each works once. */
export const refreshLoad = (server, list) => ({
  url: `${server.url}/user_management/authenticate`,
  method: 'POST',
  headers: [json],
  body: JSON.stringify({ client_id: server.clientId, grant_type: 'refresh_token',
    refresh_token: '@@' }),
  list,
});

/** Signs `count` new members of the organization in by code; returns their refresh tokens. */
export async function signIns(server, count) {
  const { organization } = server.world;
  return collect(count, async (index) => {
    const email = `member${index}@bench.example`;
    const { id } = await post(server, '/user_management/users', { email });
    await post(server, '/user_management/organization_memberships',
      { user_id: id, organization_id: organization, role_slug: role.slug });
    const { code } = await post(server, '/user_management/magic_auth', { email });
    const answer = await post(server, '/user_management/authenticate',
      { client_id: server.clientId, client_secret: server.key, email, code,
        grant_type: 'urn:workos:oauth:grant-type:magic-auth:code' }, 200);
    return answer.refresh_token;
  }, 8);
}
