// One call of each method of WorkOS' Node SDK, in an order in which later calls use what earlier
// ones created. A call is [product, names, run]: names are those of one method in all versions of
// the SDK, and run(method, it) has the method that this version has and the state of the run.
import assert from 'node:assert/strict';
import { decodeJwt } from 'jose';
import { auditLogs } from './audit_log_calls.mjs';
import { events } from './event_calls.mjs';

const password = 'a Fine tram to Zanzibar 71';
const other = 'seven brass Kettles hum at 4';
const acme = 'org_01EHZNVPK3SFK441A1RGBFSHRT';

/** Methods that a product's class has for itself: private in the SDK's declarations. */
export const ownMethods = [
  'resolveClientId',
  'parseVerifiedPayload',
  'signatureProvider',
  'isValidJwt',
  'prepareAuthenticationResponse',
  'sealSessionDataFromAuthenticationResponse',
];

const organizations = [
  ['organizations', 'createOrganization', async (create, it) => {
    it.organization = await create({
      name: 'Called',
      metadata: { tier: 'gold' },
      domainData: [{ domain: 'called.example', state: 'verified' }],
    });
    it.spare = await create({ name: 'Spare' });
  }],
  ['organizations', 'listOrganizations', async (list, it) => {
    const found = await list({ limit: 2, domains: ['called.example', 'none.example'] });
    assert.deepEqual(found.data.map((one) => one.id), [it.organization.id]);
  }],
  ['organizations', 'getOrganization', (get, it) => get(it.organization.id)],
  ['organizations', 'updateOrganization', (update, it) =>
    update({ organization: it.organization.id, externalId: 'called', name: 'Called again' })],
  ['organizations', 'getOrganizationByExternalId', (get) => get('called')],
  ['organizations', 'deleteOrganization', (remove, it) => remove(it.spare.id)],
  ['organizationDomains', ['createOrganizationDomain', 'create'], async (create, it) => {
    it.domain = await create({ organizationId: it.organization.id, domain: 'added.example' });
  }],
  ['organizationDomains', ['getOrganizationDomain', 'get'], (get, it) => get(it.domain.id)],
  ['organizationDomains', ['verifyOrganizationDomain', 'verify'], (verify, it) =>
    verify(it.domain.id)],
  ['organizationDomains', ['deleteOrganizationDomain', 'delete'], (remove, it) =>
    remove(it.domain.id)],
  ['organizations', 'listItContacts', (list, it) => list({ organizationId: it.organization.id })],
  ['organizations', 'createItContact', (create, it) =>
    create({ organizationId: it.organization.id, email: 'it@called.example' })],
  ['organizations', 'deleteItContact', (remove, it) =>
    remove({ organizationId: it.organization.id, contactId: 'it_contact_1' })],
  ['organizations', 'inviteItContact', (invite, it) =>
    invite({ organizationId: it.organization.id, contactId: 'it_contact_1', intents: ['sso'] })],
  ['organizations', 'revokeItContact', (revoke, it) =>
    revoke({ organizationId: it.organization.id, contactId: 'it_contact_1' })],
];

const users = [
  ['userManagement', 'createUser', async (create, it) => {
    it.user = await create({
      email: 'ann@called.example',
      password,
      firstName: 'Ann',
      lastName: 'Lee',
      emailVerified: true,
      metadata: { team: 'maps' },
    });
    it.newcomer = await create({ email: 'new@called.example' });
    it.leaver = await create({
      email: 'leaver@called.example',
      passwordHash: '$2b$04$sU3gEKTDp.0iLDpkAeOaIeRBAnRLzrPcSbUkPNYxbfgTu4lRBWCLe',
      passwordHashType: 'bcrypt',
    });
  }],
  ['userManagement', 'listUsers', (list) => list({ limit: 2, organizationId: acme })],
  ['userManagement', 'getUser', (get, it) => get(it.user.id)],
  ['userManagement', 'updateUser', (update, it) =>
    update({ userId: it.user.id, externalId: 'ann', lastName: 'Lea', metadata: { team: null } })],
  ['userManagement', 'getUserByExternalId', (get) => get('ann')],
  ['userManagement', 'getUserIdentities', (get, it) => get(it.user.id)],
  ['userManagement', 'createOrganizationMembership', async (create, it) => {
    const organizationId = it.organization.id;
    it.membership = await create({ userId: it.user.id, organizationId });
    it.leaving = await create({ userId: it.leaver.id, organizationId });
    it.second = await create({ userId: it.user.id, organizationId: acme });
  }],
  ['userManagement', 'listOrganizationMemberships', (list, it) => list({ userId: it.user.id })],
  ['userManagement', 'getOrganizationMembership', (get, it) => get(it.membership.id)],
  ['userManagement', 'updateOrganizationMembership', (update, it) =>
    update(it.membership.id, { roleSlug: 'member' })],
  ['userManagement', 'deactivateOrganizationMembership', (deactivate, it) =>
    deactivate(it.leaving.id)],
  ['userManagement', 'reactivateOrganizationMembership', (reactivate, it) =>
    reactivate(it.leaving.id)],
  ['userManagement', 'deleteOrganizationMembership', (remove, it) => remove(it.leaving.id)],
  ['userManagement', 'deleteUser', (remove, it) => remove(it.leaver.id)],
];

const invitations = [
  ['userManagement', 'sendInvitation', async (send, it) => {
    const organizationId = it.organization.id;
    it.invitation = await send({ email: 'new@called.example', organizationId, roleSlug: 'member' });
    it.unwanted = await send({ email: 'late@called.example', expiresInDays: 3 });
  }],
  ['userManagement', 'listInvitations', (list, it) => list({ organizationId: it.organization.id })],
  ['userManagement', 'getInvitation', (get, it) => get(it.invitation.id)],
  ['userManagement', 'findInvitationByToken', (find, it) => find(it.invitation.token)],
  ['userManagement', 'resendInvitation', (resend, it) => resend(it.unwanted.id)],
  ['userManagement', 'revokeInvitation', (revoke, it) => revoke(it.unwanted.id)],
  ['userManagement', 'acceptInvitation', (accept, it) => accept(it.invitation.id)],
];

const codes = [
  ['userManagement', 'createMagicAuth', async (create, it) => {
    it.magic = await create({ email: 'new@called.example' });
  }],
  ['userManagement', 'getMagicAuth', (get, it) => get(it.magic.id)],
  ['userManagement', 'authenticateWithMagicAuth', (authenticate, it) =>
    authenticate({ ...it.client, code: it.magic.code, email: 'new@called.example' })],
  ['userManagement', 'createPasswordReset', async (create, it) => {
    it.reset = await create({ email: 'ann@called.example' });
  }],
  ['userManagement', 'getPasswordReset', (get, it) => get(it.reset.id)],
  ['userManagement', 'resetPassword', (reset, it) =>
    reset({ token: it.reset.passwordResetToken, newPassword: other })],
  ['userManagement', 'sendVerificationEmail', async (send, it) => {
    it.unverified = await it.workos.userManagement.createUser({
      email: 'un@called.example',
      password,
    });
    await send({ userId: it.unverified.id });
  }],
  ['userManagement', 'verifyEmail', async (verify, it) =>
    verify({ userId: it.unverified.id, code: await it.mailedCode('un@called.example') })],
];

/** The body of the 403 that asks for another step of the sign-in. */
const nextStep = (sent) =>
  sent.then(
    () => assert.fail('signed in without the step'),
    (error) => {
      if (!error.rawData?.pending_authentication_token) throw error;
      return error.rawData;
    },
  );

const signIns = [
  ['userManagement', 'authenticateWithPassword', async (authenticate, it) => {
    await it.workos.userManagement.createUser({ email: 'pending@called.example', password });
    const send = (email, secret) => authenticate({ ...it.client, email, password: secret });
    await send('un@called.example', password);
    it.selection = await nextStep(send('ann@called.example', other));
    it.unproven = await nextStep(send('pending@called.example', password));
  }],
  ['userManagement', 'getEmailVerification', async (get, it) => {
    it.verification = await get(it.unproven.email_verification_id);
  }],
  ['userManagement', 'authenticateWithEmailVerification', (authenticate, it) =>
    authenticate({
      ...it.client,
      code: it.verification.code,
      pendingAuthenticationToken: it.unproven.pending_authentication_token,
    })],
  ['userManagement', 'authenticateWithOrganizationSelection', async (authenticate, it) => {
    it.session = await authenticate({
      ...it.client,
      pendingAuthenticationToken: it.selection.pending_authentication_token,
      organizationId: it.organization.id,
    });
  }],
  ['userManagement', 'authenticateWithRefreshToken', async (authenticate, it) => {
    it.session = await authenticate({
      ...it.client,
      refreshToken: it.session.refreshToken,
      organizationId: acme,
      session: { sealSession: true, cookiePassword: it.cookie.cookiePassword },
    });
  }],
  ['userManagement', 'authenticateWithCodeAndVerifier', (authenticate, it) =>
    authenticate({ ...it.client, code: 'unknown', codeVerifier: 'a'.repeat(43) })],
  ['userManagement', 'authenticateWithTotp', (authenticate, it) =>
    authenticate({
      ...it.client,
      code: '000000',
      pendingAuthenticationToken: 'unknown',
      authenticationChallengeId: 'auth_challenge_unknown',
    })],
  ['userManagement', 'sendRadarSmsChallenge', (send, it) =>
    send({
      userId: it.user.id,
      pendingAuthenticationToken: 'unknown',
      phoneNumber: '+15005550006',
    })],
  ['userManagement', 'authenticateWithRadarSmsChallenge', (authenticate, it) =>
    authenticate({
      ...it.client,
      code: '000000',
      verificationId: 'unknown',
      phoneNumber: '+15005550006',
      pendingAuthenticationToken: 'unknown',
    })],
  ['userManagement', 'authenticateWithRadarEmailChallenge', (authenticate, it) =>
    authenticate({
      ...it.client,
      code: '000000',
      radarChallengeId: 'unknown',
      pendingAuthenticationToken: 'unknown',
    })],
  ['userManagement', 'getJWKS', (get) => get()],
  ['userManagement', 'getJwksUrl', (url, it) => it.open(url(it.client.clientId))],
  ['userManagement', 'getAuthorizationUrl', (url, it) =>
    it.open(url({ ...it.client, provider: 'authkit', redirectUri: it.redirectUri }))],
  ['userManagement', 'getAuthorizationUrlWithPKCE', async (url, it) => {
    const options = { ...it.client, provider: 'authkit', redirectUri: it.redirectUri };
    await it.open((await url(options)).url);
  }],
  ['userManagement', 'loadSealedSession', async (load, it) => {
    const sealed = load(it.sealed());
    it.expect(await sealed.authenticate(), { authenticated: true, organizationId: acme });
  }],
  ['userManagement', 'authenticateWithSessionCookie', async (authenticate, it) =>
    it.expect(await authenticate(it.sealed()), { authenticated: true })],
  ['userManagement', 'getSessionFromCookie', async (get, it) =>
    it.expect(await get(it.sealed()), { refreshToken: it.session.refreshToken })],
  ['userManagement', 'listSessions', async (list, it) => {
    it.sessions = (await list(it.user.id)).data;
  }],
  ['userManagement', 'getLogoutUrl', (url, it) =>
    it.open(url({ sessionId: it.sessions[0].id, returnTo: it.redirectUri }))],
  ['userManagement', 'revokeSession', async (revoke, it) => {
    const credentials = { ...it.client, email: 'un@called.example', password };
    const { accessToken } = await it.workos.userManagement.authenticateWithPassword(credentials);
    await revoke({ sessionId: decodeJwt(accessToken).sid });
  }],
];

const factors = [
  ['userManagement', 'enrollAuthFactor', (enroll, it) =>
    enroll({ userId: it.user.id, type: 'totp' })],
  ['userManagement', 'listAuthFactors', (list, it) => list({ userId: it.user.id })],
];

const waitlists = [
  ['userManagement', 'listWaitlists', (list) => list()],
  ['userManagement', 'getWaitlist', (get) => get('waitlist_1')],
  ['userManagement', 'listWaitlistEntries', (list) => list('waitlist_1')],
  ['userManagement', 'createWaitlistEntry', (create) =>
    create('waitlist_1', { email: 'queue@called.example' })],
  ['userManagement', 'approveWaitlistEntry', (approve) => approve('waitlist_entry_1')],
  ['userManagement', 'denyWaitlistEntry', (deny) => deny('waitlist_entry_1')],
  ['userManagement', 'deleteWaitlistEntry', (remove) => remove('waitlist_entry_1')],
];

const permissions = [
  ['authorization', 'createPermission', async (create, it) => {
    it.permission = await create({ slug: 'maps:read', name: 'Read maps' });
    await create({ slug: 'maps:edit', name: 'Edit maps', description: 'All of them' });
    await create({ slug: 'project:edit', name: 'Edit', resourceTypeSlug: 'project' });
    await create({ slug: 'short', name: 'Short-lived' });
  }],
  ['authorization', 'listPermissions', (list) => list({ limit: 2 })],
  ['authorization', 'getPermission', (get) => get('maps:read')],
  ['authorization', 'updatePermission', (update) => update('maps:read', { name: 'See maps' })],
  ['authorization', 'deletePermission', (remove) => remove('short')],
];

const roles = [
  ['authorization', 'createEnvironmentRole', async (create) => {
    await create({ slug: 'mapper', name: 'Mapper' });
    await create({ slug: 'editor', name: 'Editor', resourceTypeSlug: 'project' });
  }],
  ['authorization', 'listEnvironmentRoles', (list) => list()],
  ['authorization', 'getEnvironmentRole', (get) => get('mapper')],
  ['authorization', 'updateEnvironmentRole', (update) => update('mapper', { description: 'Maps' })],
  ['authorization', 'setEnvironmentRolePermissions', async (set) => {
    await set('mapper', { permissions: ['maps:read'] });
    await set('editor', { permissions: ['project:edit'] });
  }],
  ['authorization', 'addEnvironmentRolePermission', (add) =>
    add('mapper', { permissionSlug: 'maps:edit' })],
  ['authorization', 'createOrganizationRole', async (create, it) => {
    await create(it.organization.id, { slug: 'org-guide', name: 'Guide' });
    await create(it.organization.id, { slug: 'org-short', name: 'Short-lived' });
  }],
  ['authorization', 'listOrganizationRoles', (list, it) => list(it.organization.id)],
  ['organizations', 'listOrganizationRoles', (list, it) =>
    list({ organizationId: it.organization.id })],
  ['authorization', 'getOrganizationRole', (get, it) => get(it.organization.id, 'org-guide')],
  ['authorization', 'updateOrganizationRole', (update, it) =>
    update(it.organization.id, 'org-guide', { name: 'Guide of maps' })],
  ['authorization', 'setOrganizationRolePermissions', (set, it) =>
    set(it.organization.id, 'org-guide', { permissions: ['maps:read'] })],
  ['authorization', 'addOrganizationRolePermission', (add, it) =>
    add(it.organization.id, 'org-guide', { permissionSlug: 'maps:edit' })],
  ['authorization', 'removeOrganizationRolePermission', (remove, it) =>
    remove(it.organization.id, 'org-guide', { permissionSlug: 'maps:edit' })],
  ['authorization', 'deleteOrganizationRole', (remove, it) =>
    remove(it.organization.id, 'org-short')],
];

const resources = [
  ['authorization', 'createResource', async (create, it) => {
    const organizationId = it.organization.id;
    it.workspace = await create({
      organizationId, resourceTypeSlug: 'workspace', externalId: 'w1', name: 'Workspace' });
    it.project = await create({
      organizationId, resourceTypeSlug: 'project', externalId: 'p1', name: 'Project',
      description: 'First', parentResourceId: it.workspace.id });
    it.short = await create({
      organizationId, resourceTypeSlug: 'workspace', externalId: 'w2', name: 'Short-lived' });
    it.address = { organizationId, resourceTypeSlug: 'project', externalId: 'p1' };
  }],
  ['authorization', 'listResources', (list, it) => list({ organizationId: it.organization.id })],
  ['authorization', 'getResource', (get, it) => get(it.project.id)],
  ['authorization', 'updateResource', (update, it) =>
    update({ resourceId: it.project.id, name: 'Project 1' })],
  ['authorization', 'deleteResource', (remove, it) => remove({ resourceId: it.short.id })],
  ['authorization', 'getResourceByExternalId', (get, it) => get(it.address)],
  ['authorization', 'updateResourceByExternalId', (update, it) =>
    update({ ...it.address, description: null })],
];

const assignments = [
  ['authorization', 'assignRole', async (assign, it) => {
    const organizationMembershipId = it.membership.id;
    it.assignment = await assign({
      organizationMembershipId, roleSlug: 'editor', resourceId: it.project.id });
  }],
  ['authorization', 'listRoleAssignments', (list, it) =>
    list({ organizationMembershipId: it.membership.id })],
  ['authorization', 'listRoleAssignmentsForResource', (list, it) =>
    list({ resourceId: it.project.id })],
  ['authorization', 'listResourceRoleAssignments', (list, it) => list(it.address)],
  ['authorization', 'check', async (check, it) =>
    it.expect(
      await check({
        organizationMembershipId: it.membership.id,
        permissionSlug: 'project:edit',
        resourceId: it.project.id,
      }),
      { authorized: true },
    )],
  ['authorization', 'listResourcesForMembership', (list, it) =>
    list({
      organizationMembershipId: it.membership.id,
      permissionSlug: 'project:edit',
      parentResourceId: it.workspace.id,
    })],
  ['authorization', 'listMembershipsForResource', (list, it) =>
    list({ resourceId: it.project.id, permissionSlug: 'project:edit' })],
  ['authorization', 'listMembershipsForResourceByExternalId', (list, it) =>
    list({ ...it.address, permissionSlug: 'project:edit', assignment: 'indirect' })],
  ['authorization', 'listEffectivePermissions', (list, it) =>
    list({ organizationMembershipId: it.membership.id, resourceId: it.project.id })],
  ['authorization', 'listEffectivePermissionsByExternalId', (list, it) =>
    list({
      organizationMembershipId: it.membership.id,
      resourceTypeSlug: 'project',
      externalId: 'p1',
    })],
  ['authorization', 'removeRoleAssignment', (remove, it) =>
    remove({ organizationMembershipId: it.membership.id, roleAssignmentId: it.assignment.id })],
  ['authorization', 'removeRole', async (remove, it) => {
    const target = {
      organizationMembershipId: it.membership.id,
      roleSlug: 'editor',
      resourceExternalId: 'p1',
      resourceTypeSlug: 'project',
    };
    await it.workos.authorization.assignRole(target);
    await remove(target);
  }],
];

const groups = [
  ['groups', 'createGroup', async (create, it) => {
    it.group = await create({ organizationId: it.organization.id, name: 'Mappers' });
    it.of = { organizationId: it.organization.id, groupId: it.group.id };
  }],
  ['groups', 'listGroups', (list, it) => list({ organizationId: it.organization.id })],
  ['groups', 'getGroup', (get, it) => get(it.of)],
  ['groups', 'updateGroup', (update, it) => update({ ...it.of, description: 'They draw' })],
  ['groups', 'addOrganizationMembership', (add, it) =>
    add({ ...it.of, organizationMembershipId: it.membership.id })],
  ['groups', 'listOrganizationMemberships', (list, it) => list(it.of)],
  ['userManagement', 'listGroupsForOrganizationMembership', (list, it) =>
    list({ organizationMembershipId: it.membership.id })],
  ['authorization', 'createGroupRoleAssignment', async (create, it) => {
    const { groupId } = it.of;
    it.groupRole = await create({ groupId, roleSlug: 'editor', resourceId: it.project.id });
  }],
  ['authorization', 'listGroupRoleAssignments', (list, it) => list({ groupId: it.of.groupId })],
  ['authorization', 'getGroupRoleAssignment', (get, it) =>
    get({ groupId: it.of.groupId, roleAssignmentId: it.groupRole.id })],
  ['authorization', 'removeGroupRoleAssignment', (remove, it) =>
    remove({ groupId: it.of.groupId, roleAssignmentId: it.groupRole.id })],
  ['authorization', 'replaceGroupRoleAssignments', (replace, it) =>
    replace({
      groupId: it.of.groupId,
      roleAssignments: [{ roleSlug: 'editor', resourceId: it.project.id }],
    })],
  ['authorization', 'removeGroupRoleAssignments', (remove, it) =>
    remove({ groupId: it.of.groupId, roleSlug: 'editor', resourceId: it.project.id })],
  ['groups', 'removeOrganizationMembership', (remove, it) =>
    remove({ ...it.of, organizationMembershipId: it.membership.id })],
  ['groups', 'deleteGroup', (remove, it) => remove(it.of)],
  ['authorization', 'deleteResourceByExternalId', (remove, it) =>
    remove({ ...it.address, cascadeDelete: true })],
];

const createOrganizationKey = async (create, it) => {
  it.key = await create({
    organizationId: it.organization.id,
    name: 'Nightly',
    permissions: ['maps:read'],
  });
};
const listOrganizationKeys = (list, it) => list({ organizationId: it.organization.id });

const keys = [
  ['apiKeys', 'createOrganizationApiKey', createOrganizationKey],
  ['organizations', 'createOrganizationApiKey', createOrganizationKey],
  ['apiKeys', 'listOrganizationApiKeys', listOrganizationKeys],
  ['organizations', 'listOrganizationApiKeys', listOrganizationKeys],
  ['apiKeys', ['createValidation', 'validateApiKey'], async (validate, it) => {
    it.expect((await validate({ value: it.key.value })).apiKey, { id: it.key.id });
    it.expect(await validate({ value: 'bw_unknown' }), { apiKey: null });
  }],
  ['apiKeys', 'deleteApiKey', (remove, it) => remove(it.key.id)],
  ['userManagement', 'createUserApiKey', (create, it) =>
    create(it.user.id, { name: 'Mine', organizationId: it.organization.id })],
  ['userManagement', 'listUserApiKeys', (list, it) => list(it.user.id)],
];

const listOrganizationFlags = (list, it) => list({ organizationId: it.organization.id });
const listUserFlags = (list, it) => list({ userId: it.user.id });

const flags = [
  ['featureFlags', 'listFeatureFlags', (list) => list()],
  ['featureFlags', 'getFeatureFlag', (get) => get('new-reports')],
  ['featureFlags', 'disableFeatureFlag', (disable) => disable('new-reports')],
  ['featureFlags', 'enableFeatureFlag', (enable) => enable('new-reports')],
  ['featureFlags', 'addFlagTarget', (add, it) =>
    add({ slug: 'new-reports', targetId: it.organization.id })],
  ['featureFlags', 'createRuntimeClient', async (create, it) => {
    const client = create();
    await client.waitUntilReady({ timeoutMs: 2000 });
    const context = { organizationId: it.organization.id };
    it.expect({ on: client.isEnabled('new-reports', context) }, { on: true });
    it.expect({ on: client.isEnabled('new-reports', { organizationId: acme }) }, { on: false });
    client.close();
  }],
  ['featureFlags', 'listOrganizationFeatureFlags', listOrganizationFlags],
  ['organizations', 'listOrganizationFeatureFlags', listOrganizationFlags],
  ['featureFlags', 'listUserFeatureFlags', listUserFlags],
  ['userManagement', 'listUserFeatureFlags', listUserFlags],
  ['featureFlags', 'removeFlagTarget', (remove, it) =>
    remove({ slug: 'new-reports', targetId: it.organization.id })],
];

const pages = [
  ['widgets', ['createToken', 'getToken'], async (create, it) => {
    const scopes = ['widgets:users-table:manage'];
    const { authorization, userManagement } = it.workos;
    await authorization.setEnvironmentRolePermissions('mapper', { permissions: scopes });
    await userManagement.updateOrganizationMembership(it.membership.id, { roleSlug: 'mapper' });
    await create({ organizationId: it.organization.id, userId: it.user.id, scopes });
  }],
  ['passwordless', 'createSession', async (create, it) => {
    it.passwordless = await create({ type: 'MagicLink', email: 'ann@called.example' });
  }],
  ['passwordless', 'sendSession', (send, it) => send(it.passwordless?.id ?? 'unknown')],
  ['userManagement', 'authenticateWithCode', async (authenticate, it) => {
    const email = 'linked@called.example';
    const { link } = await it.workos.passwordless.createSession({ type: 'MagicLink', email });
    await authenticate({ ...it.client, code: new URL(link).searchParams.get('code') });
  }],
];

export const calls = [
  ...organizations,
  ...users,
  ...invitations,
  ...codes,
  ...signIns,
  ...factors,
  ...waitlists,
  ...permissions,
  ...roles,
  ...resources,
  ...assignments,
  ...groups,
  ...keys,
  ...flags,
  ...auditLogs,
  ...pages,
  ...events,
];
