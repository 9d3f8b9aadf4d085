// The routes of every described resource, through the door: what a client sends and receives.
#include "door/rest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>

#include "door/door.h"
#include "door/problem.h"
#include "door/problem_schema.h"
#include "json/reader.h"
#include "json/writer.h"
#include "model/cell_json.h"
#include "model/records.h"
#include "resource/schema.h"
#include "store/users.h"
#include "testing/door_client.h"
#include "testing/sample_record.h"
#include "testing/sample_rows.h"
#include "testing/test_server.h"
#include "token/profiles.h"

namespace bearward::door {
namespace {

using http::Method;
using model::Field;
using model::Record;
using testing::ClientAnswer;
using testing::ClientHeaders;
using testing::Must;

json::Value Parsed(const ClientAnswer& answer) { return Must(json::Parse(answer.body)); }
std::string TextOf(const json::Value& object, std::string_view name) {
  const json::Value* const member = object.Find(name);
  return member == nullptr || !member->IsString() ? "" : *member->AsString();
}

class RestTest : public ::testing::TestWithParam<const Record*> {
 protected:
  RestTest() {
    for (const char* name : {"production", "sandbox"}) {
      environments_.push_back(world_.AddEnvironment(name));
      keys_.push_back(KeyOf(environments_.back()));
    }
    acme_ = world_.AddOrganization(environments_[0], "Acme", 28);
    globex_ = world_.AddOrganization(environments_[0], "Globex", 29);
    foreign_ = world_.AddOrganization(environments_[1], "Initech", 28);
    world_.AddRole(environments_[0], "keeper", {"things:read", "things:write"});
    const auto kay = world_.AddUser(environments_[0], {acme_, "kay", {"keeper"}});
    const auto bob = world_.AddUser(environments_[0], {acme_, "bob"});
    kay_ = SignedIn(kay);
    bob_ = SignedIn(bob);
    for (int number = 1; record().Find("user_id") != nullptr && number <= 5; ++number) {
      Must(world_.store->Write([&](store::WriteTx& tx) {
        model::User user = testing::SampleUser(environments_[0].text, number);
        user.number += 1000;
        return store::InsertUser(tx, user);
      }));
    }
    dialect_.name = "test";
    dialect_.mount.prefixes = {"/things"};
    dialect_.errors = {Problem, kProblemForms};
    door_ = Must(Door::Make({world_.verifier, log_, metrics_, world_.clock, world_.entropy}, Rows(),
                            dialect_, [this] { return environments_[0]; }, {}));
    client_.emplace(*door_);
    for (const auto& [key, organization] : {std::pair(keys_[0], acme_), {keys_[1], foreign_}}) {
      of_fixture_.merge([](std::vector<std::string> ids) {
        return std::set(ids.begin(), ids.end());
      }(IdsOf(Send(Method::kGet, Things(organization) + "?limit=100", key))));
    }
  }
  ~RestTest() override { door_->Stop(); }

  std::vector<Route> Rows() {
    Guard guard;
    guard.accepted = kForms<kBearer>;
    guard.kinds = verify::KindBit(model::CredentialKind::kApiKey) |
                  verify::KindBit(model::CredentialKind::kReference);
    guard.profiles = token::kTeleTrackerBit;
    return Rest(verbs_, IsNested() ? "/things/{organization_id}/rows" : "/things",
                {dialect_, guard, true})
        .Create(201, "things.create", "Create")
        .Get("things.get", "Get")
        .Update(Method::kPatch, "things.update", "Update")
        .Replace("things.replace", "Replace")
        .Delete(204, "things.delete", "Delete")
        .List("things.list", "List")
        .Action(
            Method::kPost, "/touch", 202,
            [this](const Call& call, const resource::Address& at) {
              return verbs_.Update(call.caller(), at, [](void*) { return base::Status(); });
            },
            "things.touch", "Touch")
        .Rows();
  }
  ClientHeaders KeyOf(const model::EnvironmentId& environment) {
    return {
        {"Authorization", "Bearer " + std::string(world_.AddEnvironmentKey(environment).Reveal())}};
  }
  ClientHeaders SignedIn(const model::UserId& user) {
    const token::Issued issued = world_.SignIn(environments_[0], user, acme_, token::kTeleTracker);
    return {{"Authorization", "Bearer " + std::string(issued.access.Reveal())}};
  }

  // FillIn sets what the server sets for a new row: the fields that no client may set.
  base::Status FillIn(const void* before, void* row) {
    if (before != nullptr) return {};
    ++made_;
    for (const model::Field& field : record().fields) {
      if (field.name == model::kOrganizationField) continue;
      if (field.name == "user_id" && field.nullable) continue;  // a row without a user
      if (!field.Is(model::kCreate) || IsLeftToTheServer(field, row)) {
        field.set(row, testing::SampleCell(field, 1000 + made_));
      }
    }
    return {};
  }
  // IsLeftToTheServer says whether a field is empty although its check refuses an empty text.
  static bool IsLeftToTheServer(const model::Field& field, const void* row) {
    return field.check != nullptr && field.get(row) == model::Cell(std::string()) &&
           !field.check->holds("");
  }

  const Record& record() const { return *GetParam(); }
  bool IsBound() const { return !record().organization.empty(); }
  // IsNested says whether the path states the organization of a row, because no body does.
  bool IsNested() const {
    return IsBound() && !record().Find(record().organization)->Is(model::kCreate);
  }
  // Things returns the path of the rows of an organization.
  std::string Things(const model::OrganizationId& organization) const {
    return IsNested() ? "/things/" + organization.text + "/rows" : "/things";
  }
  std::string Things() const { return Things(acme_); }
  std::string AddressIn(const ClientAnswer& answer) const {
    return TextOf(Parsed(answer), record().AddressName());
  }

  // Body returns a body with the sample values of the fields that have this use.
  json::Object Body(std::int64_t number, model::Uses use,
                    const model::OrganizationId& organization) const {
    const auto row = testing::SampleRecord(record(), "env", organization.text, number);
    const json::Value shown = Must(json::Parse(resource::ObjectText(record(), row.get())));
    json::Object members;
    if (!record().MakesIds() && use == model::kCreate) {
      members.push_back({std::string(record().key), *shown.Find(record().key)});
    }
    for (const Field& field : record().fields) {
      if (!field.Is(use)) continue;
      if (const json::Value* const value = shown.Find(field.name)) {
        members.push_back({std::string(field.name), *value});
      } else {
        std::string text;
        json::Writer writer(text);
        model::WriteCell(writer, field.kind, field.get(row.get()));
        members.push_back({std::string(field.name), Must(json::Parse(text))});
      }
    }
    return members;
  }
  json::Object Body(std::int64_t number) const { return Body(number, model::kCreate, acme_); }

  ClientAnswer Send(Method method, const std::string& target, const ClientHeaders& who,
                    const std::optional<json::Object>& body = std::nullopt) {
    ClientHeaders headers = who;
    if (body) headers.emplace_back("Content-Type", "application/json");
    return client_->Send(method, target, headers,
                         body ? json::ToText(json::Value::Of(*body)) : std::string());
  }
  ClientAnswer Post(const json::Object& body, const ClientHeaders& who) {
    return Send(Method::kPost, Things(), who, body);
  }
  // PostTo creates a row of another organization.
  ClientAnswer PostTo(const model::OrganizationId& organization, std::int64_t number,
                      const ClientHeaders& who) {
    return Send(Method::kPost, Things(organization), who,
                Body(number, model::kCreate, organization));
  }
  std::string Made(std::int64_t number) {
    const ClientAnswer made = Post(Body(number), keys_[0]);
    EXPECT_EQ(made.status, 201) << made.body;
    return AddressIn(made);
  }
  // KeyIn returns the key of the row at a path, which is its cursor in lists.
  std::string KeyIn(const std::string& path) {
    return TextOf(Parsed(Send(Method::kGet, path, keys_[0])), record().key);
  }
  static std::string CodeOf(const ClientAnswer& answer) { return TextOf(Parsed(answer), "code"); }
  std::vector<std::string> IdsOf(const ClientAnswer& answer) const {
    std::vector<std::string> ids;
    const json::Value list = Parsed(answer);
    for (const json::Value& row : *list.Find("data")->AsArray()) {
      ids.push_back(TextOf(row, record().AddressName()));
    }
    return ids;
  }
  // ListedIds returns the ids without those of the fixture.
  std::vector<std::string> ListedIds(const ClientAnswer& answer) const {
    std::vector<std::string> ids = IdsOf(answer);
    std::erase_if(ids, [&](const std::string& id) { return of_fixture_.contains(id); });
    return ids;
  }

  int made_ = 0;
  std::set<std::string> of_fixture_;
  testing::TestServer world_;
  std::vector<model::EnvironmentId> environments_;
  std::vector<ClientHeaders> keys_;
  model::OrganizationId acme_, globex_, foreign_;
  ClientHeaders kay_, bob_;
  resource::Verbs verbs_{*GetParam(),
                         {GetParam()->organization.empty() ? "" : "things:read",
                          GetParam()->organization.empty() ? "" : "things:write",
                          {model::EventType::kPolicyCreated, model::EventType::kPolicyUpdated,
                           model::EventType::kPolicyDeleted},
                          [this](store::WriteTx&, const void* before, void* row,
                                 const resource::Context&) { return FillIn(before, row); }},
                         {*world_.store, world_.clock, world_.entropy}};
  observe::Logger log_{world_.clock, observe::Level::kOff, observe::Logger::Sink()};
  observe::Registry metrics_;
  Dialect dialect_;
  std::unique_ptr<Door> door_;
  std::optional<testing::DoorClient> client_;
};

TEST_P(RestTest, EveryOperationAnswersAsItsRowStates) {
  const ClientAnswer made = Post(Body(1), keys_[0]);
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string id = AddressIn(made);
  const ClientAnswer read = Send(Method::kGet, Things() + "/" + id, keys_[0]);
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(read.body, made.body);
  EXPECT_EQ(ListedIds(Send(Method::kGet, Things(), keys_[0])), std::vector<std::string>{id});
  EXPECT_EQ(Send(Method::kPost, Things() + "/" + id + "/touch", keys_[0]).status, 202);
  const ClientAnswer deleted = Send(Method::kDelete, Things() + "/" + id, keys_[0]);
  EXPECT_EQ(deleted.status, 204);
  EXPECT_EQ(deleted.body, "");
  EXPECT_EQ(Send(Method::kGet, Things() + "/" + id, keys_[0]).status, 404);
}

TEST_P(RestTest, AnUpdateSetsTheSentFieldsAndAReplacementResetsTheOthers) {
  const std::string id = Made(1);
  const auto defaults = record().make();
  const json::Value unset = Must(json::Parse(resource::ObjectText(record(), defaults.get())));
  const json::Object all = Body(2, model::kUpdate, acme_);
  for (const json::Member& one : all) {
    const ClientAnswer updated =
        Send(Method::kPatch, Things() + "/" + id, keys_[0], json::Object{one});
    ASSERT_EQ(updated.status, 200) << updated.body;
    const model::Field* const field = record().Find(one.key);
    const json::Value answer = Parsed(updated);
    const json::Value* const found = answer.Find(one.key);
    ASSERT_EQ(found != nullptr, field == nullptr || field->Is(model::kShown)) << one.key;
    if (found != nullptr) {
      EXPECT_EQ(*found, one.value);
    }
  }
  for (const json::Member& one : all) {
    json::Object body;
    for (const json::Member& member : all) {
      const model::Field* const field = record().Find(member.key);
      const bool required = field != nullptr && field->Is(model::kRequired);
      if (required || member.key == one.key) body.push_back(member);
    }
    const json::Value sent = json::Value::Of(body);
    const ClientAnswer replaced = Send(Method::kPut, Things() + "/" + id, keys_[0], body);
    ASSERT_EQ(replaced.status, 200) << replaced.body;
    for (const json::Member& other : all) {
      if (const Field* const field = record().Find(other.key); !field->Is(model::kShown)) continue;
      const json::Value* const wanted =
          sent.Find(other.key) != nullptr ? sent.Find(other.key) : unset.Find(other.key);
      const json::Value* const found = Parsed(replaced).Find(other.key);
      ASSERT_EQ(found == nullptr, wanted == nullptr) << other.key;
      if (wanted == nullptr) continue;
      EXPECT_EQ(*Parsed(replaced).Find(other.key), *wanted) << other.key;
    }
  }
}

TEST_P(RestTest, ALiveAnswerMatchesThePublishedSchema) {
  const resource::RecordSchemas schemas(record());
  json::Object required;
  for (const json::Member& member : Body(2)) {
    const Field* const field = record().Find(member.key);
    if (field == nullptr || field->Is(model::kRequired)) required.push_back(member);
  }
  for (const json::Object& body : {Body(1), required}) {
    const ClientAnswer made = Post(body, keys_[0]);
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(json::Mismatch(schemas.object(), Parsed(made)), "") << made.body;
  }
}

TEST_P(RestTest, UnknownForbiddenMistypedAndMissingFieldsChangeNothing) {
  const auto refused = [&](const json::Object& body, const std::string& code) {
    const ClientAnswer answer = Post(body, keys_[0]);
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_EQ(CodeOf(answer), code) << answer.body;
  };
  for (const char* name : {"nonsense", "environment_id", "created_at", "object"}) {
    json::Object body = Body(1);
    body.push_back({name, json::Value::String("x")});
    refused(body, "unknown_field");
  }
  for (const Field& field : record().fields) {
    json::Object body = Body(1);
    if (!field.Is(model::kCreate)) {
      body.push_back({std::string(field.name), json::Value::String("x")});
      refused(body, "unknown_field");
      continue;
    }
    const bool is_object = field.kind == model::Kind::kMetadata;
    for (json::Member& member : body) {
      if (member.key != field.name) continue;
      member.value = is_object ? json::Value::Of(json::Array()) : json::Value::Of(json::Object());
    }
    refused(body, "wrong_type");
    std::erase_if(body, [&](const json::Member& member) { return member.key == field.name; });
    if (field.Is(model::kRequired)) refused(body, "missing_field");
  }
  EXPECT_TRUE(ListedIds(Send(Method::kGet, Things(), keys_[0])).empty());
  EXPECT_EQ(Post(Body(1), keys_[0]).status, 201);
}

TEST_P(RestTest, AnotherEnvironmentReachesNothingInPathQueryOrBody) {
  const std::string id = Made(1);
  const std::string path = Things() + "/" + id;
  EXPECT_EQ(Send(Method::kGet, path, keys_[1]).status, 404);
  EXPECT_EQ(Send(Method::kPatch, path, keys_[1], json::Object()).status, 404);
  EXPECT_EQ(Send(Method::kDelete, path, keys_[1]).status, 404);
  EXPECT_EQ(Send(Method::kPost, path + "/touch", keys_[1]).status, 404);
  const ClientAnswer listed = Send(Method::kGet, Things(), keys_[1]);
  EXPECT_EQ(listed.status, IsNested() ? 404 : 200);
  if (!IsNested()) {
    EXPECT_TRUE(ListedIds(listed).empty());
  }
  const ClientAnswer cursor =
      Send(Method::kGet, Things(foreign_) + "?after=" + KeyIn(path), keys_[1]);
  EXPECT_EQ(cursor.status, record().MakesIds() ? 400 : 200);
  if (IsBound()) {
    EXPECT_EQ(Post(Body(2), keys_[1]).status, 404);
  }
  if (IsBound() && !IsNested()) {
    EXPECT_TRUE(
        ListedIds(Send(Method::kGet, "/things?organization_id=" + acme_.text, keys_[1])).empty());
  }
  EXPECT_EQ(Send(Method::kGet, path, keys_[0]).status, 200);
}

TEST_P(RestTest, AForeignOrganizationIsOutOfReachInPathQueryAndBody) {
  if (!IsBound()) return;
  const ClientAnswer made = PostTo(globex_, 1, keys_[0]);
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string path = Things(globex_) + "/" + AddressIn(made);
  EXPECT_EQ(Send(Method::kGet, path, kay_).status, 404);
  EXPECT_EQ(Send(Method::kDelete, path, kay_).status, 404);
  EXPECT_EQ(Send(Method::kGet, Things() + "/" + AddressIn(made), kay_).status, 404);
  EXPECT_TRUE(ListedIds(Send(Method::kGet, Things(), kay_)).empty());
  if (IsNested()) {
    EXPECT_EQ(Send(Method::kGet, Things(globex_), kay_).status, 404);
  } else {
    EXPECT_TRUE(
        ListedIds(Send(Method::kGet, "/things?organization_id=" + globex_.text, kay_)).empty());
  }
  const ClientAnswer foreign = PostTo(globex_, 2, kay_);
  const ClientAnswer unknown = PostTo({"org_unknown"}, 2, kay_);
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(CodeOf(foreign), CodeOf(unknown));
  EXPECT_EQ(Post(Body(2), kay_).status, 201);
}

TEST_P(RestTest, ACallerWithoutThePermissionIsRefused) {
  const std::string path = Things() + "/" + Made(1);
  for (const ClientAnswer& answer :
       {Send(Method::kGet, path, bob_), Send(Method::kGet, Things(), bob_),
        Send(Method::kDelete, path, bob_), Post(Body(2), bob_)}) {
    EXPECT_EQ(answer.status, 403) << answer.body;
  }
  EXPECT_EQ(Send(Method::kGet, path, {}).status, 401);
  EXPECT_EQ(Send(Method::kGet, path, kay_).status, IsBound() ? 200 : 403);
}

TEST_P(RestTest, PagesFollowTheCursorsInBothDirections) {
  for (int number : {1, 2, 3}) {
    Made(number);
    world_.clock.Advance(std::chrono::seconds(1));
  }
  for (const char* order : {"asc", "desc"}) {
    const std::string start = Things() + "?order=" + order;
    const std::vector<std::string> all = IdsOf(Send(Method::kGet, start + "&limit=100", keys_[0]));
    ASSERT_GE(all.size(), 3U);
    std::vector<std::string> walked;
    std::vector<std::vector<std::string>> pages;
    std::string cursor;
    json::Value ends;
    do {
      const std::string next = std::string("&limit=2&after=").append(cursor);
      const ClientAnswer page = Send(Method::kGet, start + next, keys_[0]);
      ends = *Parsed(page).Find("list_metadata");
      EXPECT_EQ(ends.Find("before")->IsNull(), pages.empty());
      pages.push_back(IdsOf(page));
      walked.insert(walked.end(), pages.back().begin(), pages.back().end());
      cursor = TextOf(ends, "after");
    } while (!cursor.empty() && walked.size() < all.size());
    EXPECT_EQ(walked, all);
    EXPECT_TRUE(ends.Find("after")->IsNull());
    const ClientAnswer back =
        Send(Method::kGet, start + "&limit=2&before=" + TextOf(ends, "before"), keys_[0]);
    EXPECT_EQ(IdsOf(back), pages[pages.size() - 2]);
  }
  EXPECT_EQ(Send(Method::kGet, Things() + "?limit=0", keys_[0]).status, 400);
  EXPECT_EQ(Send(Method::kGet, Things() + "?nonsense=1", keys_[0]).status, 400);
}

INSTANTIATE_TEST_SUITE_P(Records, RestTest,
                         ::testing::ValuesIn(model::AllRecords().begin(),
                                             model::AllRecords().end()),
                         [](const auto& test) { return std::string(test.param->table); });

}  // namespace
}  // namespace bearward::door
