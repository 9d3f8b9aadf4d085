#include "dialects/v1/routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encode.h"
#include "dialects/v1/dialect.h"
#include "door/door.h"
#include "json/reader.h"
#include "testing/door_client.h"
#include "testing/test_server.h"
#include "testing/vendor_forms.h"

namespace bearward::dialects::v1 {
namespace {

using http::Method;
using testing::ClientAnswer;
using testing::ClientHeaders;
using ::testing::HasSubstr;

std::string BasicOf(std::string_view scheme, std::string_view login, std::string_view password) {
  return std::string(scheme) + " " +
         base::Base64Encode(std::string(login) + ":" + std::string(password));
}

// OurApi is a door with the routes of /v1 over a full core: Acme with ann the planner, and bob, who
// has no permissions.
class OurApi : public ::testing::Test {
 protected:
  OurApi() {
    environment_ = world_.AddEnvironment("production");
    acme_ = world_.AddOrganization(environment_, "Acme", 28);
    world_.AddRole(environment_, "planner", {"api:access", "forms:read"});
    ann_ = world_.AddUser(environment_, {acme_, "ann", {"planner"}, 1804});
    bob_ = world_.AddUser(environment_, {acme_, "bob"});
    application_ = world_.AddApplication(environment_, {acme_, "WS-ApplicationUser_abc"});
    admin_ = {{"Authorization",
               "Bearer " + std::string(world_.AddEnvironmentKey(environment_).Reveal())}};
    door_ = testing::Must(door::Door::Make(
        {world_.verifier, logger_, metrics_, world_.clock, world_.entropy},
        Routes({grant_, keys_, users_, organizations_, domains_, applications_, access_profiles_,
                policies_, events_, testing::kAllForms, [this] { return environment_; }},
               dialect_),
        dialect_, [this] { return environment_; }, {}));
    client_.emplace(*door_);
  }
  ~OurApi() override { door_->Stop(); }

  static std::string Bearer(const token::Issued& issued) {
    return "Bearer " + std::string(issued.access.Reveal());
  }
  ClientHeaders SignedIn(const model::UserId& user,
                         std::string_view profile = token::kTeleTracker) {
    return {{"Authorization", Bearer(world_.SignIn(environment_, user, acme_, profile))}};
  }
  ClientAnswer WhoAmI(ClientHeaders headers) {
    return client_->Get("/v1/whoami", std::move(headers));
  }
  ClientAnswer Post(std::string target, ClientHeaders headers, std::string body = {}) {
    return Send(Method::kPost, std::move(target), std::move(headers), std::move(body));
  }
  ClientAnswer Send(Method method, std::string target, ClientHeaders headers, std::string body) {
    headers.emplace_back("Content-Type", "application/json");
    return client_->Send(method, std::move(target), std::move(headers), std::move(body));
  }
  // Member returns a text member of a JSON response.
  static std::string Member(const ClientAnswer& answer, std::string_view name) {
    const json::Value body = testing::Must(json::Parse(answer.body));
    const json::Value* const value = body.Find(name);
    return value != nullptr && value->IsString() ? *value->AsString() : "";
  }

  testing::TestServer world_;
  grant::Grant grant_{{*world_.store, world_.verifier, world_.issuer, world_.clock},
                      std::chrono::seconds(10)};
  keys::Keys keys_{{*world_.store, world_.clock, world_.entropy}};
  users::Users users_{{*world_.store, *world_.passwords, world_.clock, world_.entropy}};
  organizations::Domains domains_{{*world_.store, world_.clock, world_.entropy}};
  organizations::Organizations organizations_{{*world_.store, world_.clock, world_.entropy},
                                              domains_};
  applications::Applications applications_{{*world_.store, world_.clock, world_.entropy}};
  applications::AccessProfiles access_profiles_{{*world_.store, world_.clock, world_.entropy}};
  policies::Policies policies_{{*world_.store, world_.clock, world_.entropy}};
  events::Events events_{*world_.store};
  observe::Logger logger_{world_.clock, observe::Level::kOff, [](std::string_view) {}};
  observe::Registry metrics_;
  door::Dialect dialect_ = MakeDialect();
  model::EnvironmentId environment_;
  model::OrganizationId acme_;
  model::UserId ann_, bob_;
  model::ApplicationId application_;
  ClientHeaders admin_;
  std::unique_ptr<door::Door> door_;
  std::optional<testing::DoorClient> client_;
};

TEST_F(OurApi, WhoAmI200TellsAllThatIsKnownAboutAReferenceToken) {
  const token::Issued issued = world_.SignIn(environment_, ann_, acme_, token::kTeleTracker);
  const std::string session = issued.session.id.text;
  const ClientAnswer answer = WhoAmI({{"Authentication", Bearer(issued)}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body,
            R"({"object":"caller","environment":{"id":")" + environment_.text +
                R"(","name":"production","client_id":"client_)" + environment_.text.substr(4) +
                R"("},"organization":{"id":")" + acme_.text +
                R"(","number":28,"name":"Acme"},"subject":{"kind":"user","id":")" + ann_.text +
                R"(","number":1804},"permissions":["api:access","forms:read"],)"
                R"("roles":["planner"],"credential":{"kind":"reference_token","id":")" +
                session + R"(","profile":"teletracker"},"expires_at":"2031-05-06T08:08:09.000Z",)" +
                R"("session_id":")" + session + R"(","manages_installation":false,"name":"ann"})");
  EXPECT_EQ(answer.Header("Cache-Control"), "no-store");
}

TEST_F(OurApi, WhoAmI200ForTheCredentialsOfEveryDialect) {
  for (const std::string_view profile : {token::kWorkMobile, token::kWorkOsClient}) {
    const ClientAnswer answer = WhoAmI(SignedIn(ann_, profile));
    EXPECT_THAT(answer.body, HasSubstr(R"("kind":"jwt")")) << profile;
    EXPECT_THAT(answer.body, HasSubstr(R"("profile":")" + std::string(profile)));
  }
  const auto machine = world_.SignIn(environment_, application_, token::kWorkSpan);
  EXPECT_THAT(WhoAmI({{"Authorization", Bearer(machine)}}).body,
              HasSubstr(R"("subject":{"kind":"application","id":")" + application_.text +
                        R"(","number":null})"));
  const base::Secret key = world_.AddUserKey(environment_, ann_);
  const ClientAnswer keyed = WhoAmI({{"X-Api-Key", std::string(key.Reveal())}});
  EXPECT_THAT(keyed.body, HasSubstr(R"("kind":"api_key")"));
  EXPECT_THAT(keyed.body,
              HasSubstr(R"("expires_at":null,"session_id":null,"manages_installation":false,)"));
  const ClientAnswer environment = WhoAmI(admin_);
  EXPECT_THAT(environment.body, HasSubstr(R"("organization":null)"));
  EXPECT_THAT(environment.body, HasSubstr(R"("subject":{"kind":"environment")"));
  EXPECT_THAT(environment.body, HasSubstr(R"("manages_installation":true,"name":"production"})"));
  const ClientAnswer basic =
      WhoAmI({{"Authorization", BasicOf("Basic", "ann", testing::kPassword)}});
  EXPECT_THAT(basic.body, HasSubstr(R"("credential":{"kind":"basic","id":null,"profile":null})"));
  world_.AddUser(environment_, {.organization = acme_, .username = "ian", .integrator = true});
  const std::string integrator = BasicOf("Integrator", "ian", testing::kPassword);
  EXPECT_EQ(client_->Get("/v1/whoami?account_id=28", {{"Authorization", integrator}}).status, 200);
}

TEST_F(OurApi, Refusals401And403CarryAChallenge) {
  EXPECT_EQ(WhoAmI({}).Header("WWW-Authenticate"), R"(Bearer realm="bearward")");
  EXPECT_EQ(WhoAmI({{"Authorization", "Bearer x"}}).Header("WWW-Authenticate"),
            R"(Bearer realm="bearward", error="invalid_token")");
  const ClientAnswer foreign = client_->Get("/v1/whoami?account_id=29", SignedIn(ann_));
  EXPECT_EQ(foreign.status, 403);
  EXPECT_EQ(foreign.Header("WWW-Authenticate"),
            R"(Bearer realm="bearward", error="insufficient_scope")");
}

// BodyOf returns a body with a value for every member of the route.
std::string BodyOf(const door::Route& route, const std::string& target) {
  std::string body;
  if (route.contract->body == nullptr) return "{}";
  for (const json::Property& property : route.contract->body->members) {
    const std::string_view member = property.name;
    std::string value;
    if (member == "name") value = '"' + target.substr(target.rfind('/') + 1) + '"';
    if (member == "permissions") value = "[]";
    if (member == "password") value = R"("another long password")";
    if (member == "current_password") value = '"' + std::string(testing::kPassword) + '"';
    if (member == "description") value = R"("x")";
    if (member == "rate_limit") value = R"("1/1s")";
    if (value.empty()) continue;
    body += (body.empty() ? "\"" : ",\"") + std::string(member) + "\":" + value;
  }
  return "{" + body + "}";
}

// A caller without permissions calls every route but the first. The test iterates over the table,
// so that new routes are tested too.
TEST_F(OurApi, EveryChangeRequiresAPermission) {
  const ClientHeaders bob = SignedIn(bob_);
  for (const door::Route& route : door_->routes()) {
    if (route.pattern == "/v1/whoami") continue;
    std::string target = route.pattern;
    const bool of_user = target.starts_with("/v1/users/");
    const std::string id = of_user                                   ? ann_.text
                           : target.starts_with("/v1/applications/") ? application_.text
                                                                     : acme_.text;
    const auto open = target.find('{');
    if (open != std::string::npos) target.replace(open, target.find('}') + 1 - open, id);
    const std::string body = BodyOf(route, target);
    EXPECT_EQ(Send(route.method, target, {}, body).status, 401) << target;
    const int status = Send(route.method, target, bob, body).status;
    EXPECT_TRUE(status == 403 || status == 404) << target << " " << status;
  }
  EXPECT_EQ(WhoAmI({{"Authorization", BasicOf("Basic", "ann", testing::kPassword)}}).status, 200);
}

TEST_F(OurApi, RevokeSession200EndsTheTokenOnTheNextRequest) {
  const token::Issued issued = world_.SignIn(environment_, ann_, acme_, token::kWorkMobile);
  const ClientHeaders ann{{"Authorization", Bearer(issued)}};
  EXPECT_EQ(WhoAmI(ann).status, 200);
  const std::string target = "/v1/sessions/" + issued.session.id.text + "/revoke";
  const ClientAnswer answer = Post(target, admin_);
  EXPECT_EQ(answer.body,
            R"({"object":"session","id":")" + issued.session.id.text + R"(","status":"revoked"})");
  EXPECT_EQ(WhoAmI(ann).status, 401);
  EXPECT_EQ(Post(target, admin_).body, answer.body) << "an answer may have been lost";
}

TEST_F(OurApi, TheLifeOfAUsersKey) {
  const std::string of_ann = "/v1/users/" + ann_.text + "/api_key";
  EXPECT_EQ(client_->Get(of_ann, admin_).status, 404);
  const ClientAnswer made = Post(of_ann, SignedIn(ann_), R"({"description":"nightly"})");
  EXPECT_EQ(made.status, 201);
  const std::string value = Member(made, "value"), id = Member(made, "id");
  EXPECT_EQ(WhoAmI({{"X-Api-Key", value}}).status, 200);

  const ClientAnswer described =
      Send(Method::kPatch, "/v1/api_keys/" + id, admin_, R"({"description":"hourly"})");
  EXPECT_EQ(described.status, 200);
  EXPECT_EQ(Member(described, "description"), "hourly");
  EXPECT_EQ(Send(Method::kPatch, "/v1/api_keys/" + id, admin_, "{}").status, 400);
  const ClientAnswer read = client_->Get(of_ann, {{"X-Api-Key", value}});
  EXPECT_EQ(Member(read, "description"), "hourly");
  EXPECT_EQ(read.body.find(value), std::string::npos);
  EXPECT_EQ(Member(read, "obfuscated_value"), "..." + value.substr(value.size() - 4));

  const std::string second = Member(Post(of_ann, admin_), "value");
  EXPECT_EQ(WhoAmI({{"X-Api-Key", value}}).status, 401);
  EXPECT_EQ(WhoAmI({{"X-Api-Key", second}}).status, 200);
  const std::string second_id = Member(client_->Get(of_ann, admin_), "id");
  EXPECT_EQ(Post("/v1/api_keys/" + second_id + "/revoke", admin_).status, 200);
  EXPECT_EQ(WhoAmI({{"X-Api-Key", second}}).status, 401);
}

TEST_F(OurApi, ARateLimitOfAKeyIsSetReadAndTakenAway) {
  const std::string of_ann = "/v1/users/" + ann_.text + "/api_key";
  const ClientAnswer made = Post(of_ann, SignedIn(ann_), R"({"description":"nightly"})");
  EXPECT_THAT(made.body, HasSubstr(R"("rate_limit":null)"));
  const std::string key = "/v1/api_keys/" + Member(made, "id");
  const auto change = [&](std::string body) {
    return Send(Method::kPatch, key, admin_, std::move(body));
  };
  EXPECT_EQ(Member(change(R"({"rate_limit":"2/3600s"})"), "rate_limit"), "2/3600s");
  EXPECT_EQ(Member(change(R"({"description":"x"})"), "rate_limit"), "2/3600s");
  EXPECT_EQ(Member(client_->Get(of_ann, admin_), "rate_limit"), "2/3600s");
  const ClientHeaders by_key{{"X-Api-Key", Member(made, "value")}};
  EXPECT_EQ(WhoAmI(by_key).Header("RateLimit"), R"("key";r=1;t=1800)");
  EXPECT_EQ(WhoAmI(by_key).status, 200);
  EXPECT_EQ(WhoAmI(by_key).status, 429);
  EXPECT_EQ(Send(Method::kPatch, key, SignedIn(ann_), R"({"rate_limit":null})").status, 403);
  EXPECT_EQ(WhoAmI(by_key).status, 429);
  for (const char* body : {R"({"rate_limit":""})", R"({"rate_limit":"2"})", R"({"rate_limit":2})",
                           R"({"rate_limit":"0/1s"})", R"({"rate_limit":{}})"}) {
    EXPECT_EQ(change(body).status, 400) << body;
    EXPECT_THAT(change(body).body, HasSubstr("#/rate_limit"));
  }
  EXPECT_THAT(change(R"({"rate_limit":null})").body, HasSubstr(R"("rate_limit":null)"));
  EXPECT_EQ(WhoAmI(by_key).Header("RateLimit"), "");
}

TEST_F(OurApi, RateLimitsOfOrganizationsAndApplicationsHoldAtOnce) {
  const ClientHeaders ann = SignedIn(ann_);
  const ClientHeaders machine{
      {"Authorization", Bearer(world_.SignIn(environment_, application_, token::kWorkSpan))}};
  const std::string application = "/v1/applications/" + application_.text + "/rate_limit";
  const std::string organization = "/v1/organizations/" + acme_.text + "/rate_limit";
  EXPECT_EQ(WhoAmI(machine).status, 200);
  EXPECT_EQ(Send(Method::kPut, application, admin_, R"({"rate_limit":"1/60s"})").body,
            R"({"object":"application","id":")" + application_.text +
                R"(","client_id":"WS-ApplicationUser_abc","rate_limit":"1/60s"})");
  EXPECT_EQ(WhoAmI(machine).status, 200);
  EXPECT_EQ(WhoAmI(machine).status, 429);
  EXPECT_EQ(Send(Method::kPut, application, machine, R"({"rate_limit":null})").status, 401)
      << "a token of WorkSpan manages nothing";
  EXPECT_EQ(Send(Method::kPut, organization, admin_, R"({"rate_limit":"1/60s monitor"})").status,
            200);
  EXPECT_EQ(WhoAmI(ann).Header("RateLimit-Policy"), R"("organization";q=1;w=60)");
  EXPECT_EQ(WhoAmI(ann).status, 200);
  EXPECT_EQ(Send(Method::kPut, organization, ann, R"({"rate_limit":null})").status, 403);
  EXPECT_EQ(Send(Method::kPut, organization, admin_, "{}").status, 400);
  EXPECT_EQ(Send(Method::kPut, organization, admin_, R"({"rate_limit":"none"})").body,
            R"({"object":"organization","id":")" + acme_.text + R"(","rate_limit":null})");
  EXPECT_EQ(WhoAmI(ann).Header("RateLimit"), "");
}

TEST_F(OurApi, DeactivateUser200RefusesAtOnceAndActivateLetsInAgain) {
  const ClientHeaders ann = SignedIn(ann_, token::kWorkMobile);
  EXPECT_EQ(WhoAmI(ann).status, 200);
  const std::string user = "/v1/users/" + ann_.text;
  EXPECT_EQ(Member(Post(user + "/deactivate", admin_), "status"), "inactive");
  EXPECT_EQ(WhoAmI(ann).status, 401);
  EXPECT_EQ(Member(Post(user + "/activate", admin_), "status"), "active");
  EXPECT_EQ(WhoAmI(SignedIn(ann_)).status, 200);
}

TEST_F(OurApi, UnlockUser200EndsALockOutThatReadUserShows) {
  const std::string user = "/v1/users/" + ann_.text;
  const auto try_password = [&](std::string_view password) {
    return WhoAmI({{"Authorization", BasicOf("Basic", "ann", password)}}).status;
  };
  for (int i = 0; i < 5; ++i) EXPECT_EQ(try_password("wrong"), 401);
  EXPECT_EQ(try_password(testing::kPassword), 401);
  const ClientAnswer locked = client_->Get(user, admin_);
  EXPECT_EQ(locked.status, 200);
  EXPECT_EQ(Member(locked, "username"), "ann");
  EXPECT_EQ(Member(locked, "locked_until"), "2031-05-06T07:23:09.123Z");
  EXPECT_EQ(Post(user + "/unlock", SignedIn(ann_)).status, 403);
  EXPECT_EQ(client_->Get(user, SignedIn(ann_)).status, 200) << "a user reads itself";
  EXPECT_EQ(Member(Post(user + "/unlock", admin_), "status"), "unlocked");
  EXPECT_THAT(client_->Get(user, admin_).body, ::testing::HasSubstr("\"locked_until\":null"));
  EXPECT_EQ(try_password(testing::kPassword), 200);
  EXPECT_EQ(Post(user + "/unlock", admin_).status, 200) << "not locked: nothing to do";
  EXPECT_EQ(Post("/v1/users/user_none/unlock", admin_).status, 404);
}

TEST_F(OurApi, SetPassword200EndsTheOldOne) {
  const ClientHeaders old{{"Authorization", BasicOf("Basic", "ann", testing::kPassword)}};
  EXPECT_EQ(WhoAmI(old).status, 200);
  const std::string target = "/v1/users/" + ann_.text + "/password";
  EXPECT_EQ(Send(Method::kPut, target, admin_, "{").status, 400);
  EXPECT_EQ(Send(Method::kPut, target, admin_, R"({"password":7})").status, 400);
  EXPECT_EQ(Send(Method::kPut, target, admin_, R"({"password":"a","password":"b"})").status, 400);
  EXPECT_EQ(WhoAmI(old).status, 200);
  const std::string fresh = R"({"password":"tr0ub4dor and three")";
  EXPECT_EQ(Send(Method::kPut, target, SignedIn(ann_), fresh + "}").status, 400);
  const std::string guessed = fresh + R"(,"current_password":"guessed"})";
  EXPECT_EQ(Send(Method::kPut, target, SignedIn(ann_), guessed).status, 403);
  EXPECT_EQ(WhoAmI(old).status, 200);
  const std::string change =
      fresh + R"(,"current_password":")" + std::string(testing::kPassword) + R"("})";
  EXPECT_EQ(Send(Method::kPut, target, SignedIn(ann_), change).status, 200);
  EXPECT_EQ(WhoAmI(old).status, 401);
  EXPECT_EQ(WhoAmI({{"Authorization", BasicOf("Basic", "ann", "tr0ub4dor and three")}}).status,
            200);
}

TEST_F(OurApi, APasswordOfAnotherUserMayRequireAChange) {
  const std::string user = "/v1/users/" + ann_.text;
  const auto required = [&] {
    return client_->Get(user, admin_).body.find(R"("password_change_required":true)") !=
           std::string::npos;
  };
  EXPECT_FALSE(required()) << "the default";
  const std::string body = R"({"password":"tr0ub4dor and three","password_change_required":)";
  EXPECT_EQ(Send(Method::kPut, user + "/password", admin_, body + "7}").status, 400);
  EXPECT_EQ(Send(Method::kPut, user + "/password", admin_, body + "true}").status, 200);
  EXPECT_TRUE(required());
  const ClientAnswer refused =
      WhoAmI({{"Authorization", BasicOf("Basic", "ann", "tr0ub4dor and three")}});
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(Member(refused, "code"), "password_expired");
  EXPECT_EQ(Send(Method::kPut, user + "/password", admin_,
                 R"({"password":"tr0ub4dor and four","password_change_required":false})")
                .status,
            200);
  EXPECT_FALSE(required());
}

TEST_F(OurApi, SwitchesOfOrganizationsAndApplications) {
  const ClientHeaders ann = SignedIn(ann_);
  const ClientHeaders machine{
      {"Authorization", Bearer(world_.SignIn(environment_, application_, token::kWorkSpan))}};
  const std::string application = "/v1/applications/" + application_.text;
  EXPECT_EQ(WhoAmI(machine).status, 200);
  EXPECT_EQ(Member(Post(application + "/disable", admin_), "status"), "disabled");
  EXPECT_EQ(WhoAmI(machine).status, 401);
  EXPECT_EQ(Member(Post(application + "/enable", admin_), "status"), "enabled");
  const ClientAnswer reset = Post(application + "/reset_secret", admin_);
  EXPECT_EQ(Member(reset, "client_secret").size(), 32U);
  EXPECT_EQ(WhoAmI(machine).status, 401);

  EXPECT_EQ(WhoAmI(ann).status, 200);
  EXPECT_EQ(Member(Post("/v1/organizations/" + acme_.text + "/disable", admin_), "status"),
            "disabled");
  EXPECT_EQ(WhoAmI(ann).status, 401);
  EXPECT_EQ(Post("/v1/organizations/" + acme_.text + "/enable", admin_).status, 200);
  EXPECT_EQ(Post("/v1/organizations/org_none/enable", admin_).status, 404);
}

TEST_F(OurApi, TheLifeOfAPolicy) {
  const std::string body =
      R"({"name":"api","credentials":["bearer"],"permissions":["forms:read"],"organization_id":")" +
      acme_.text +
      R"(","audience":"https://api.acme.example","methods":["GET"],"path_prefixes":["/forms"],)"
      R"("identity":"x-auth-request","identity_jwt":true,"hide_credential":true,)"
      R"("path_forms":["encoded_slash","semicolon"],"cors_preflight":true})";
  const ClientAnswer made = Post("/v1/policies", admin_, body);
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(made.body, R"({"object":"policy",)" + body.substr(1, body.size() - 2) +
                           R"(,"created_at":"2031-05-06T07:08:09.123Z",)"
                           R"("updated_at":"2031-05-06T07:08:09.123Z"})");
  EXPECT_EQ(Post("/v1/policies", admin_, body).status, 409);
  EXPECT_EQ(client_->Get("/v1/policies/api", admin_).body, made.body);

  const ClientAnswer replaced =
      Send(Method::kPut, "/v1/policies/api", admin_, R"({"permissions":["api:access"]})");
  EXPECT_EQ(replaced.status, 200);
  EXPECT_THAT(replaced.body,
              HasSubstr(R"("credentials":["bearer","api_key"],)"
                        R"("permissions":["api:access"],"organization_id":null,)"
                        R"("audience":null,"methods":[],"path_prefixes":[],"identity":"remote",)"
                        R"("identity_jwt":false,"hide_credential":false,"path_forms":[],)"
                        R"("cors_preflight":false)"));
  const ClientAnswer deleted = Send(Method::kDelete, "/v1/policies/api", admin_, "");
  EXPECT_EQ(deleted.body, R"({"object":"policy","id":"api","status":"deleted"})");
  EXPECT_EQ(client_->Get("/v1/policies/api", admin_).status, 404);
}

TEST_F(OurApi, PoliciesAreListedByPages) {
  for (const char* name : {"b", "a", "c"}) {
    Post("/v1/policies", admin_, R"({"permissions":[],"name":")" + std::string(name) + R"("})");
  }
  const ClientAnswer first = client_->Get("/v1/policies?limit=2", admin_);
  EXPECT_TRUE(first.body.starts_with(R"({"object":"list","data":[{"object":"policy","name":"a",)"));
  EXPECT_THAT(first.body, HasSubstr(R"("list_metadata":{"before":null,"after":"b"})"));
  const ClientAnswer second = client_->Get("/v1/policies?limit=2&after=b", admin_);
  EXPECT_THAT(second.body, HasSubstr(R"("list_metadata":{"before":"c","after":null})"));
  for (const char* limit : {"0", "101", "x", ""}) {
    EXPECT_EQ(client_->Get("/v1/policies?limit=" + std::string(limit), admin_).status, 400);
  }
}

// Ignoring a misspelt "permissions" would create a policy that lets every live credential pass.
TEST_F(OurApi, PolicyWithAnUnknownOrMalformedField400) {
  for (const char* body :
       {R"({"name":"api","permission":["forms:read"]})", R"({"permissions":[]})",
        R"({"name":"API"})", R"({"name":"api","permissions":"forms:read"})",
        R"({"name":"api","methods":["get"]})", R"({"name":"api","credentials":["basic"]})",
        R"({"name":"api","credentials":[]})", R"({"name":"api","path_forms":["%2F"]})",
        R"({"name":"api","cors_preflight":"yes"})", R"({"name":"api","path_prefixes":["/a//b"]})",
        R"({"name":"api","identity":"none"})", R"({"name":"api","identity_jwt":"yes"})",
        R"({"name":"api","audience":"api.acme.example"})", R"({"name":"api","audience":""})",
        R"({"name":"api","audience":["https://api.acme.example"]})",
        R"({"name":"api","methods":[1]})", R"({"name":"api","organization_id":"org_none"})"}) {
    const ClientAnswer answer = Post("/v1/policies", admin_, body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_THAT(answer.body, HasSubstr(R"("errors":[{"pointer":"#/)")) << body;
  }
  Post("/v1/policies", admin_, R"({"name":"api","permissions":[]})");
  const std::string other = R"({"name":"other","permissions":[]})";
  EXPECT_EQ(Send(Method::kPut, "/v1/policies/api", admin_, other).status, 400);
  EXPECT_EQ(Send(Method::kPut, "/v1/policies/other", admin_, other).status, 404);
}

// Version 0.1.0 created a policy from this body that let every live credential pass.
TEST_F(OurApi, PolicyThatDoesNotSayWhatItAsks400) {
  const ClientAnswer refused = Post("/v1/policies", admin_, R"({"name":"x","methods":["GET"]})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("The policy has no requirement"));
  EXPECT_EQ(client_->Get("/v1/policies/x", admin_).status, 404);
  EXPECT_EQ(Post("/v1/policies", admin_, R"({"name":"x","permissions":[]})").status, 201);
  EXPECT_EQ(Send(Method::kPut, "/v1/policies/x", admin_, "{}").status, 400);
  EXPECT_EQ(Post("/v1/policies", admin_, R"({"name":"y","credentials":["api_key"]})").status, 201);
}

TEST_F(OurApi, ApplicationsAreFoundByClientIdAndUsersByName) {
  const ClientAnswer disabled = Post("/v1/applications/WS-ApplicationUser_abc/disable", admin_);
  EXPECT_EQ(disabled.status, 200);
  EXPECT_EQ(Member(disabled, "id"), application_.text);
  EXPECT_EQ(Member(disabled, "client_id"), "WS-ApplicationUser_abc");
  const ClientAnswer enabled = Post("/v1/applications/" + application_.text + "/enable", admin_);
  EXPECT_EQ(Member(enabled, "client_id"), "WS-ApplicationUser_abc");
  EXPECT_EQ(Post("/v1/applications/WS-ApplicationUser_none/enable", admin_).status, 404);
  const ClientAnswer user = client_->Get("/v1/users/ANN", admin_);
  EXPECT_EQ(user.status, 200);
  EXPECT_EQ(Member(user, "id"), ann_.text);
  EXPECT_EQ(client_->Get("/v1/users/nobody", admin_).status, 404);
}

}  // namespace
}  // namespace bearward::dialects::v1
