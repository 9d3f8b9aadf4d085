// The mutations of WorkOS' client GraphQL API for which a user proves that it owns its email
// address: every member of their result unions, and what the elevated token is bound to.
#include "app/faulty_graphql_fixture.h"
#include "app/graphql_fixture.h"
#include "store/email_codes.h"
#include "store/events.h"
#include "store/memberships.h"
#include "store/table.h"

namespace bearward::app {
namespace {

using model::EmailCodeKind;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

std::string Input(const std::map<std::string, std::string>& members) {
  std::string text;
  for (const auto& [name, value] : members) {
    text += (text.empty() ? "" : ", ") + name + ": " + json::Quote(value);
  }
  return "(input: { " + text + " })";
}

// Verify, Create, SendChange and Confirm are the documents of the mutations.
std::string Verify(const std::string& challenge, const std::string& code) {
  return "mutation { verifyCurrentEmail" +
         Input({{"authenticationChallengeId", challenge}, {"code", code}}) +
         "{ __typename ... on CurrentEmailVerified { elevatedAccessToken expiresAt } "
         "... on VerificationCodeExpired { message } ... on VerificationCodeIncorrect { message } "
         "... on VerificationCodePreviouslyUsed { message } "
         "... on VerificationTooManyAttempts { message } } }";
}
std::string CreatePassword(const std::string& token, const std::string& password) {
  return "mutation { createPassword" +
         Input({{"elevatedAccessToken", token}, {"password", password}}) +
         "{ __typename ... on PasswordCreated { success } "
         "... on PasswordPolicyViolation { code violations { code minimumLength } } "
         "... on ElevatedAccessTokenExpired { message } "
         "... on ElevatedAccessTokenInvalid { message } "
         "... on UserAlreadyHasPassword { _placeholder } } }";
}
std::string SendChange(const std::string& token, const std::string& email) {
  return "mutation { sendEmailChange" +
         Input({{"elevatedAccessToken", token}, {"newEmail", email}}) +
         "{ __typename ... on EmailChangeSent { expiresAt } "
         "... on DailyEmailQuotaExceeded { message } ... on EmailChangeNotAvailable { message } "
         "... on EmailManagedByProvider { message } ... on EmailNotAvailable { message } "
         "... on IdentityVerificationExpired { message } "
         "... on IdentityVerificationInvalid { message } ... on InvalidEmail { message } } }";
}
std::string Confirm(const std::string& token, const std::string& code) {
  return "mutation { confirmEmailChange" + Input({{"elevatedAccessToken", token}, {"code", code}}) +
         "{ __typename ... on EmailChangeConfirmed { elevatedAccessToken expiresAt "
         "user { id email emailVerified passwordSet } } "
         "... on EmailChangeCodeIncorrect { message } ... on NoPendingEmailChange { message } } }";
}
constexpr const char* kSend =
    "mutation { sendVerificationCode { __typename ... on VerificationCodeSent { "
    "authenticationChallengeId expiresAt } ... on DailyEmailQuotaExceeded { message } } }";

class WorkOsGraphqlIdentity : public GraphqlFixture {
 protected:
  // NewUser makes a member of an organization, without a password.
  static std::string NewUser(const std::string& name,
                             const std::string& organization = "org_widgets") {
    const std::string user =
        Create("/user_management/users", R"({"email":")" + name + R"(@id.example"})");
    Create("/user_management/organization_memberships",
           R"({"user_id":")" + user + R"(","organization_id":")" + organization +
               R"(","role_slugs":["plain"]})");
    return user;
  }
  // Widget returns a token that lives longer than an elevated one.
  static std::string Widget(const std::string& user, const std::string& organization) {
    return Text(Json(Method::kPost, "/widgets/token",
                     R"({"organization_id":")" + organization + R"(","user_id":")" + user + R"("})",
                     Bearer(kProductionKey)),
                "token");
  }
  static std::string Kind(const std::string& token, const std::string& document,
                          const std::string& field) {
    return TextAt(Run(token, document), field + ".__typename");
  }
  // Challenge sends a code and returns the id of its challenge.
  static std::string Challenge(const std::string& token) {
    clock_->Advance(std::chrono::milliseconds(1));  // the newest one is found by its time
    return TextAt(Run(token, kSend), "sendVerificationCode.authenticationChallengeId");
  }
  static std::string CodeFor(const std::string& user) {
    return NewestCode(user, EmailCodeKind::kAuthChallenge);
  }
  static std::string WrongCode(const std::string& right) {
    return right == "000000" ? "000001" : "000000";
  }
  static std::string Elevate(const std::string& user, const std::string& token) {
    const std::string challenge = Challenge(token);
    return TextAt(Run(token, Verify(challenge, CodeFor(user))),
                  "verifyCurrentEmail.elevatedAccessToken");
  }
  static std::string Verified(const std::string& token, const std::string& challenge,
                              const std::string& code) {
    return Kind(token, Verify(challenge, code), "verifyCurrentEmail");
  }
  static std::string Sent(const std::string& token, const std::string& elevated,
                          const std::string& email) {
    return Kind(token, SendChange(elevated, email), "sendEmailChange");
  }
  static std::string Confirmed(const std::string& token, const std::string& elevated,
                               const std::string& code) {
    return Kind(token, Confirm(elevated, code), "confirmEmailChange");
  }
  static std::string Created(const std::string& token, const std::string& elevated,
                             const std::string& password = "a first password") {
    return Kind(token, CreatePassword(elevated, password), "createPassword");
  }
  static ClientAnswer Read(const std::string& user) {
    return Get("/user_management/users/" + user, Bearer(kProductionKey));
  }
  static int SignIn(const std::string& login, const std::string& password) {
    return Json(Method::kPost, "/auth/login",
                R"({"username":")" + login + R"(","password":")" + password + R"("})")
        .status;
  }
  static std::string EventsText() {
    std::string text;
    for (const model::Event& event : testing::Must(
             core_->store().Read([](store::ReadTx& tx) { return store::ListAllEvents(tx, 0); }))) {
      text += std::string(model::EventName(event.type)) + event.data + "\n";
    }
    return text;
  }
};

TEST_F(WorkOsGraphqlIdentity, ACodeFromTheMailboxYieldsAnElevatedToken) {
  const std::string user = NewUser("ada");
  const std::string token = Token(user, "org_widgets");
  const json::Value sent = Run(token, kSend);
  EXPECT_EQ(TextAt(sent, "sendVerificationCode.__typename"), "VerificationCodeSent");
  const std::string challenge = TextAt(sent, "sendVerificationCode.authenticationChallengeId");
  EXPECT_THAT(challenge, MatchesRegex("auth_challenge_[0-9A-Z]{26}"));
  EXPECT_EQ(TextAt(sent, "sendVerificationCode.expiresAt"),
            base::FormatIsoMillis(clock_->Now() + std::chrono::minutes(10)));
  EXPECT_THAT(json::ToText(sent), Not(HasSubstr(CodeFor(user))));
  EXPECT_THAT(Read(user).body, HasSubstr(R"("email_verified":false)"));
  const json::Value verified = Run(token, Verify(challenge, CodeFor(user)));
  EXPECT_EQ(TextAt(verified, "verifyCurrentEmail.__typename"), "CurrentEmailVerified");
  EXPECT_EQ(TextAt(verified, "verifyCurrentEmail.expiresAt"),
            base::FormatIsoMillis(clock_->Now() + std::chrono::minutes(10)));
  EXPECT_THAT(Read(user).body, HasSubstr(R"("email_verified":true)"));
  const std::string events = EventsText();
  EXPECT_THAT(events, HasSubstr(R"("kind":{"after":"auth_challenge"})"));
  EXPECT_THAT(events, Not(HasSubstr(TextAt(verified, "verifyCurrentEmail.elevatedAccessToken"))));
  EXPECT_THAT(events, Not(HasSubstr(CodeFor(user))));
}

TEST_F(WorkOsGraphqlIdentity, ACodeIsAcceptedOnceAndForTenMinutes) {
  const std::string user = NewUser("bea");
  const std::string token = Widget(user, "org_widgets");
  const std::string challenge = Challenge(token);
  const std::string code = CodeFor(user);
  EXPECT_EQ(Verified(token, challenge, WrongCode(code)), "VerificationCodeIncorrect");
  EXPECT_EQ(Verified(token, challenge, code), "CurrentEmailVerified");
  EXPECT_EQ(Verified(token, challenge, code), "VerificationCodePreviouslyUsed");
  const std::string late = Challenge(token);
  clock_->Advance(std::chrono::minutes(10));
  EXPECT_EQ(Verified(token, late, CodeFor(user)), "VerificationCodeExpired");
}

TEST_F(WorkOsGraphqlIdentity, ACodeIsOfItsChallengeAndItsUserOnly) {
  const std::string user = NewUser("cia");
  const std::string other = NewUser("dan");
  const std::string token = Token(user, "org_widgets");
  const std::string first = Challenge(token);
  const std::string first_code = CodeFor(user);
  const std::string newest = Challenge(token);
  const std::string code = CodeFor(user);
  const std::string of_other = Challenge(Token(other, "org_widgets"));
  for (const std::string& foreign : {first, of_other, std::string("auth_challenge_none")}) {
    EXPECT_EQ(Verified(token, foreign, code), "VerificationCodeIncorrect") << foreign;
  }
  EXPECT_EQ(Verified(token, of_other, CodeFor(other)), "VerificationCodeIncorrect");
  if (first_code != code) {
    EXPECT_EQ(Verified(token, newest, first_code), "VerificationCodeIncorrect");
  }
  EXPECT_EQ(Verified(token, newest, code), "CurrentEmailVerified");
}

// A code for one purpose has no other.
TEST_F(WorkOsGraphqlIdentity, ACodeThatVerifiesAnAddressElevatesNothing) {
  const std::string user = NewUser("eli");
  const std::string token = Token(user, "org_widgets");
  EXPECT_EQ(Send(Method::kPost, "/user_management/users/" + user + "/email_verification/send",
                 Bearer(kProductionKey))
                .status,
            200);
  const model::EmailCode row = FindNewest(user, EmailCodeKind::kEmailVerification);
  const std::string code = NewestCode(user, EmailCodeKind::kEmailVerification);
  EXPECT_EQ(Verified(token, row.id, code), "VerificationCodeIncorrect");
  const std::string challenge = Challenge(token);
  EXPECT_EQ(Get("/user_management/email_verification/" + challenge, Bearer(kProductionKey)).status,
            404);
}

TEST_F(WorkOsGraphqlIdentity, CodesAndWrongEntriesAreLimited) {
  const std::string user = NewUser("fay");
  const std::string token = Widget(user, "org_widgets");
  std::string challenge;
  for (int i = 0; i < 3; ++i) challenge = Challenge(token);
  EXPECT_EQ(Kind(token, kSend, "sendVerificationCode"), "DailyEmailQuotaExceeded");
  const std::string code = CodeFor(user);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(Verified(token, challenge, WrongCode(code)), "VerificationCodeIncorrect");
  }
  EXPECT_EQ(Verified(token, challenge, code), "VerificationTooManyAttempts");
  EXPECT_EQ(Verified(token, challenge, WrongCode(code)), "VerificationTooManyAttempts");
  clock_->Advance(std::chrono::minutes(1));
  EXPECT_EQ(Kind(token, kSend, "sendVerificationCode"), "VerificationCodeSent");
}

TEST_F(WorkOsGraphqlIdentity, AUserWithoutAnAddressIsSentNothing) {
  EXPECT_EQ(CodeOf(Token("user_max", "org_widgets"), kSend), "CONFLICT");
}

TEST_F(WorkOsGraphqlIdentity, TheFirstPasswordIsCreated) {
  const std::string user = NewUser("gus");
  const std::string token = Token(user, "org_widgets");
  const std::string second = Token(user, "org_widgets");
  const std::string elevated = Elevate(user, token);
  const json::Value poor = Run(token, CreatePassword(elevated, "abc"));
  EXPECT_EQ(TextAt(poor, "createPassword.__typename"), "PasswordPolicyViolation");
  EXPECT_EQ(TextAt(poor, "createPassword.violations.0.minimumLength"), "6");
  const json::Value created = Run(token, CreatePassword(elevated, "a first password"));
  EXPECT_EQ(json::ToText(created),
            R"({"createPassword":{"__typename":"PasswordCreated","success":true}})");
  EXPECT_EQ(SignIn("gus@id.example", "a first password"), 200);
  for (const std::string& ended : {token, second}) {
    EXPECT_EQ(CodeOf(ended, "{ me { id } }"), "UNAUTHENTICATED") << "all sessions end";
  }
  const std::string next = Token(user, "org_widgets");
  EXPECT_EQ(Created(next, elevated, "a second password"), "ElevatedAccessTokenInvalid");
  EXPECT_EQ(Created(next, Elevate(user, next), "a second password"), "UserAlreadyHasPassword");
  EXPECT_EQ(SignIn("gus@id.example", "a first password"), 200);
}

// An elevated token is worth nothing to anyone else, and nothing after its session.
TEST_F(WorkOsGraphqlIdentity, AnElevatedTokenIsBoundToUserSessionAndOrganization) {
  const std::string user = NewUser("hal");
  Create("/user_management/organization_memberships",
         R"({"user_id":")" + user + R"(","organization_id":"org_neighbor"})");
  const std::string token = Token(user, "org_widgets");
  const std::string elevated = Elevate(user, token);
  const std::string other = NewUser("ida");
  for (const std::string& foreign :
       {Token(user, "org_widgets"), Token(user, "org_neighbor"), Token(other, "org_widgets")}) {
    EXPECT_EQ(Sent(foreign, elevated, "hal2@id.example"), "IdentityVerificationInvalid");
    EXPECT_EQ(Confirmed(foreign, elevated, "000000"), "IdentityVerificationInvalid");
  }
  EXPECT_EQ(Created(Token(user, "org_widgets"), elevated), "ElevatedAccessTokenInvalid");
  EXPECT_EQ(Created(Token(other, "org_widgets"), elevated), "ElevatedAccessTokenInvalid");
  std::string altered = elevated;
  altered.back() = altered.back() == 'A' ? 'B' : 'A';
  for (const std::string& forged :
       {altered, std::string(), std::string("v1.none.AAAA"), token, std::string(kProductionKey)}) {
    EXPECT_EQ(Created(token, forged), "ElevatedAccessTokenInvalid") << forged;
    EXPECT_EQ(Sent(token, forged, "hal2@id.example"), "IdentityVerificationInvalid") << forged;
  }
  EXPECT_EQ(CodeOf(elevated, "{ me { id } }"), "UNAUTHENTICATED") << "it is no credential";
  EXPECT_EQ(Sent(token, elevated, "hal2@id.example"), "EmailChangeSent") << "positive control";
}

TEST_F(WorkOsGraphqlIdentity, AnElevatedTokenExpiresToTheMillisecond) {
  const std::string user = NewUser("jo");
  const std::string token = Widget(user, "org_widgets");
  const std::string elevated = Elevate(user, token);
  clock_->Advance(std::chrono::minutes(10) - std::chrono::milliseconds(1));
  EXPECT_EQ(Sent(token, elevated, "jo2@id.example"), "EmailChangeSent");
  clock_->Advance(std::chrono::milliseconds(1));
  EXPECT_EQ(Sent(token, elevated, "jo2@id.example"), "IdentityVerificationExpired");
  EXPECT_EQ(Confirmed(token, elevated, NewestCode(user, EmailCodeKind::kEmailChange)),
            "IdentityVerificationExpired");
  EXPECT_EQ(Created(token, elevated), "ElevatedAccessTokenExpired");
  EXPECT_THAT(Read(user).body, HasSubstr("jo@id.example"));
}

// The end of the session ends the token, also for the mutations after it in the same operation.
TEST_F(WorkOsGraphqlIdentity, AnElevatedTokenEndsWithItsSession) {
  const std::string user = NewUser("kim");
  const std::string token = Token(user, "org_widgets");
  const std::string elevated = Elevate(user, token);
  const std::string session = TextAt(Run(token, "{ sessions { id } }"), "sessions.0.id");
  const std::string create = CreatePassword(elevated, "a first password");
  const json::Value data =
      Run(token, "mutation { revokeSession" + Input({{"sessionId", session}}) + "{ __typename } " +
                     create.substr(create.find("createPassword")));
  EXPECT_EQ(TextAt(data, "revokeSession.__typename"), "SessionRevoked");
  EXPECT_EQ(TextAt(data, "createPassword.__typename"), "ElevatedAccessTokenInvalid");
  EXPECT_EQ(CodeOf(token, create), "UNAUTHENTICATED");
  EXPECT_EQ(Created(Token(user, "org_widgets"), elevated), "ElevatedAccessTokenInvalid");
  EXPECT_EQ(SignIn("kim@id.example", "a first password"), 401);
}

TEST_F(WorkOsGraphqlIdentity, TheAddressIsReplacedWithTheCodeThatWasSentToTheNewOne) {
  const std::string user = NewUser("lea");
  const std::string token = Token(user, "org_widgets");
  const std::string elevated = Elevate(user, token);
  EXPECT_EQ(Confirmed(token, elevated, "000000"), "NoPendingEmailChange");
  const json::Value sent = Run(token, SendChange(elevated, "Lea.New@id.example"));
  EXPECT_EQ(TextAt(sent, "sendEmailChange.__typename"), "EmailChangeSent");
  EXPECT_EQ(TextAt(sent, "sendEmailChange.expiresAt"),
            base::FormatIsoMillis(clock_->Now() + std::chrono::minutes(10)));
  EXPECT_EQ(FindNewest(user, EmailCodeKind::kEmailChange).email, "Lea.New@id.example");
  const std::string code = NewestCode(user, EmailCodeKind::kEmailChange);
  EXPECT_EQ(Confirmed(token, elevated, WrongCode(code)), "EmailChangeCodeIncorrect");
  const json::Value changed = Run(token, Confirm(elevated, code));
  EXPECT_EQ(TextAt(changed, "confirmEmailChange.__typename"), "EmailChangeConfirmed");
  EXPECT_EQ(TextAt(changed, "confirmEmailChange.user"),
            "{\"id\":\"" + user +
                R"(","email":"Lea.New@id.example","emailVerified":true,"passwordSet":false})");
  EXPECT_EQ(TextAt(Run(token, "{ me { email } }"), "me.email"), "Lea.New@id.example");
  const std::string renewed = TextAt(changed, "confirmEmailChange.elevatedAccessToken");
  EXPECT_EQ(Confirmed(token, elevated, code), "IdentityVerificationInvalid") << "reused";
  EXPECT_EQ(Confirmed(token, renewed, code), "EmailChangeCodePreviouslyUsed");
  EXPECT_EQ(Sent(token, renewed, "lea3@id.example"), "EmailChangeSent");
}

TEST_F(WorkOsGraphqlIdentity, ACodeOfAChangeExpiresAndHasFewAttempts) {
  const std::string user = NewUser("mia");
  const std::string token = Widget(user, "org_widgets");
  const std::string elevated = Elevate(user, token);
  EXPECT_EQ(Sent(token, elevated, "mia2@id.example"), "EmailChangeSent");
  const std::string code = NewestCode(user, EmailCodeKind::kEmailChange);
  clock_->Advance(std::chrono::minutes(9));
  const std::string later = Elevate(user, token);
  clock_->Advance(std::chrono::minutes(1));
  EXPECT_EQ(Confirmed(token, later, code), "EmailChangeCodeExpired");
  EXPECT_EQ(Sent(token, later, "mia2@id.example"), "EmailChangeSent");
  const std::string next = NewestCode(user, EmailCodeKind::kEmailChange);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(Confirmed(token, later, WrongCode(next)), "EmailChangeCodeIncorrect");
  }
  EXPECT_EQ(Confirmed(token, later, next), "EmailChangeTooManyAttempts");
  EXPECT_THAT(Read(user).body, HasSubstr("mia@id.example"));
}

TEST_F(WorkOsGraphqlIdentity, AnAddressThatCannotBeTakenIsRefused) {
  const std::string user = NewUser("nat");
  NewUser("taken");
  const std::string token = Token(user, "org_widgets");
  const std::string elevated = Elevate(user, token);
  EXPECT_EQ(Sent(token, elevated, "no address"), "InvalidEmail");
  EXPECT_EQ(Sent(token, elevated, ""), "InvalidEmail");
  EXPECT_EQ(Sent(token, elevated, "NAT@id.example"), "EmailChangeNotAvailable");
  EXPECT_EQ(Sent(token, elevated, "Taken@id.example"), "EmailNotAvailable");
  EXPECT_EQ(FindNewest(user, EmailCodeKind::kEmailChange).email, "Taken@id.example");
  EXPECT_EQ(Sent(token, elevated, "nat2@id.example"), "EmailChangeSent");
  // Questions for addresses of others count like codes.
  EXPECT_EQ(Sent(token, elevated, "taken@id.example"), "EmailNotAvailable");
  EXPECT_EQ(Sent(token, elevated, "taken@id.example"), "DailyEmailQuotaExceeded");
  EXPECT_EQ(Sent(token, elevated, "free@id.example"), "DailyEmailQuotaExceeded");
}

TEST_F(WorkOsGraphqlIdentity, AnAddressThatAnotherUserTookMeanwhileIsNotTaken) {
  const std::string user = NewUser("ole");
  const std::string token = Token(user, "org_widgets");
  const std::string elevated = Elevate(user, token);
  EXPECT_EQ(Sent(token, elevated, "ole2@id.example"), "EmailChangeSent");
  const std::string code = NewestCode(user, EmailCodeKind::kEmailChange);
  NewUser("ole2");
  EXPECT_EQ(Confirmed(token, elevated, code), "EmailNotAvailable");
  EXPECT_THAT(Read(user).body, HasSubstr("ole@id.example"));
}

TEST_F(WorkOsGraphqlIdentity, TheAddressOfAMemberOfADirectoryIsManagedThere) {
  const std::string user = NewUser("pia");
  const std::string token = Token(user, "org_widgets");
  const std::string elevated = Elevate(user, token);
  EXPECT_EQ(Sent(token, elevated, "pia2@id.example"), "EmailChangeSent");
  const std::string code = NewestCode(user, EmailCodeKind::kEmailChange);
  testing::Must(core_->store().Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto production, store::FindEnvironmentByName(tx, "production"));
    BW_TRY_ASSIGN(auto row, store::FindMembership(tx, production->id, model::UserId{user},
                                                  model::OrganizationId{"org_widgets"}));
    row->directory_managed = true;
    return store::TableOf<model::Membership>(model::kMembership).Update(tx, *row);
  }));
  EXPECT_EQ(Sent(token, elevated, "pia2@id.example"), "EmailManagedByProvider");
  EXPECT_EQ(Confirmed(token, elevated, code), "EmailManagedByProvider");
}

TEST_F(WorkOsGraphqlIdentity, MalformedInputIsRefusedBeforeAnythingRuns) {
  const std::string token = Peter();
  for (const char* document :
       {"mutation { verifyCurrentEmail(input: { code: \"1\" }) { __typename } }",
        "mutation { createPassword(input: { elevatedAccessToken: 7, password: \"x\" }) "
        "{ __typename } }",
        "mutation { sendEmailChange(input: { elevatedAccessToken: \"\", newEmail: \"\", x: 1 }) "
        "{ __typename } }",
        "mutation { confirmEmailChange(input: null) { __typename } }"}) {
    EXPECT_EQ(TextAt(Ask(token, document), "errors.0.extensions.code"), "GRAPHQL_VALIDATION_FAILED")
        << document;
  }
}

// --- the store

class WorkOsGraphqlIdentityFaults : public FaultyGraphqlFixture {
 protected:
  // Member returns a member of the first object of a mutation's response.
  static std::string Member(const ClientAnswer& answer, const std::string& field,
                            const std::string& name) {
    const json::Value value = testing::Must(json::Parse(answer.body));
    const json::Value* const data = value.Find("data");
    const json::Value* const object = data == nullptr ? nullptr : data->Find(field);
    const json::Value* const member = object == nullptr ? nullptr : object->Find(name);
    return member != nullptr && member->IsString() ? *member->AsString() : answer.body;
  }
  std::string NewestCode(EmailCodeKind kind) {
    const auto code = testing::Must(core_->store().Read([&](store::ReadTx& tx) {
      const auto production = testing::Must(store::FindEnvironmentByName(tx, "production"));
      return store::FindNewestEmailCode(tx, {production->id, kind, {"user_ann"}});
    }));
    const auto ring = testing::Must(crypto::KeyRing::Parse(key_, entropy_));
    return std::string(testing::Must(mail::OpenSealed(ring, code->sealed, code->id)).Reveal());
  }
};

// Changes of the password of one user are throttled.
constexpr std::chrono::seconds kChangeInterval(7);

// A step that fails leaves the code, the token and the user as they were: the last run succeeds.
TEST_F(WorkOsGraphqlIdentityFaults, AStorageFailureIs503AndUsesUpNothing) {
  const std::string challenge =
      Member(EveryFaultIs503(kSend), "sendVerificationCode", "authenticationChallengeId");
  const std::string elevated =
      Member(EveryFaultIs503(Verify(challenge, NewestCode(EmailCodeKind::kAuthChallenge))),
             "verifyCurrentEmail", "elevatedAccessToken");
  EXPECT_EQ(Member(EveryFaultIs503(SendChange(elevated, "ann2@acme.example")), "sendEmailChange",
                   "__typename"),
            "EmailChangeSent");
  const ClientAnswer changed =
      EveryFaultIs503(Confirm(elevated, NewestCode(EmailCodeKind::kEmailChange)));
  EXPECT_EQ(Member(changed, "confirmEmailChange", "__typename"), "EmailChangeConfirmed");
  const std::string renewed = Member(changed, "confirmEmailChange", "elevatedAccessToken");
  EXPECT_EQ(Member(EveryFaultIs503(CreatePassword(renewed, "a first password"), kChangeInterval),
                   "createPassword", "__typename"),
            "PasswordCreated");
}

}  // namespace
}  // namespace bearward::app
