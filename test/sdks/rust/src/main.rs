//! WorkOS' Rust SDK against a server: one line `ok ...` or `not ok ...` for each check.

use workos::client_api::CreateTokenParams;
use workos::models::{ClientApiToken, OrganizationInput, UpdateOrganization};
use workos::organization_membership::{
    CreateOrganizationMembershipParams, CreateOrganizationMembershipParamsBody,
};
use workos::organizations::{
    CreateOrganizationParams, ListOrganizationsParams, UpdateOrganizationParams,
};
use workos::user_management::{
    AuthenticateWithPasswordParams, CreateUserParams, CreateUserParamsBody, Password,
};
use workos::{Client, Error};

const PASSWORD: &str = "a Fine tram to Zanzibar 71";

fn client(key: &str) -> Client {
    let value = |name| std::env::var(name).expect(name);
    Client::builder()
        .api_key(key)
        .client_id(value("SDK_CLIENT_ID"))
        .base_url(value("SDK_URL"))
        .build()
}

fn check(name: &str, holds: bool) {
    println!("{} rust: {name}", if holds { "ok" } else { "not ok" });
}

fn has_status<T>(result: Result<T, Error>, status: u16) -> bool {
    matches!(result, Err(Error::Api(error)) if error.status == status)
}

#[allow(deprecated)] // `domains` must be named
fn named(name: &str) -> CreateOrganizationParams {
    CreateOrganizationParams::new(OrganizationInput {
        name: name.into(),
        allow_profiles_outside_organization: None,
        domains: None,
        domain_data: None,
        metadata: None,
        external_id: None,
    })
}

#[allow(deprecated)]
fn with_external_id(id: &str) -> UpdateOrganizationParams {
    UpdateOrganizationParams::new(UpdateOrganization {
        name: None,
        allow_profiles_outside_organization: None,
        domains: None,
        domain_data: None,
        stripe_customer_id: None,
        metadata: None,
        external_id: Some(id.into()),
    })
}

/// Creates, lists, reads, updates and deletes; returns the id of an organization that is left.
async fn organizations(sdk: &Client) -> Result<String, Error> {
    let api = sdk.organizations();
    let made = api.create_organization(named("Rust")).await?;
    check("create", made.name == "Rust");
    let other = api.create_organization(named("Rust 2")).await?;
    let list = api.list_organizations(ListOrganizationsParams::default()).await?;
    check("list", list.data.iter().any(|one| one.id == made.id));
    check("read", api.get_organization(&made.id).await?.id == made.id);
    api.update_organization(&made.id, with_external_id("rust")).await?;
    check("update", api.get_organization_by_external_id("rust").await?.id == made.id);
    api.delete_organization(&other.id).await?;
    check("delete", has_status(api.get_organization(&other.id).await, 404));
    Ok(made.id)
}

fn credentials(email: &str, password: &str) -> AuthenticateWithPasswordParams {
    AuthenticateWithPasswordParams::new(email, password)
}

fn new_user(email: &str) -> CreateUserParams {
    let mut body = CreateUserParamsBody::new(email);
    body.password = Some(Password::Plaintext { password: PASSWORD.into() });
    CreateUserParams::new(body)
}

async fn sign_in(sdk: &Client, organization_id: String) -> Result<(), Error> {
    let users = sdk.user_management();
    let email = "rs@sdk.example";
    let user = users.create_user(new_user(email)).await?;
    check("create a user", user.email == email);
    let member = CreateOrganizationMembershipParamsBody::new(&user.id, &organization_id);
    sdk.organization_membership()
        .create_organization_membership(CreateOrganizationMembershipParams::new(member))
        .await?;
    let signed_in = users.authenticate_with_password(credentials(email, PASSWORD)).await?;
    check("sign-in", signed_in.organization_id.as_deref() == Some(&organization_id));
    let wrong = users.authenticate_with_password(credentials(email, "x")).await;
    check("wrong password", has_status(wrong, 400));
    let token = ClientApiToken { organization_id, user_id: user.id };
    let token = sdk.client_api().create_token(CreateTokenParams::new(token)).await?;
    check("create_token", token.token.expose().split('.').count() == 3);
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let sdk = client(&std::env::var("SDK_KEY").expect("SDK_KEY"));
    let organization = organizations(&sdk).await?;
    sign_in(&sdk, organization).await?;
    let stranger = client("sk_test_unknown_unknown_unknown_unknown");
    let refused =
        stranger.organizations().list_organizations(ListOrganizationsParams::default()).await;
    check("wrong key", has_status(refused, 401));
    Ok(())
}
