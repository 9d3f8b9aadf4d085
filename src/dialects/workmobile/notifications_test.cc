// Which subscribers of WorkMobile a record is for.
#include "dialects/workmobile/notifications.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "model/changes.h"
#include "objects/event_data.h"
#include "store/objects.h"
#include "testing/cast.h"
#include "testing/must.h"

namespace bearward::dialects::workmobile {
namespace {

using testing::Must;

class LoginAudienceTest : public ::testing::Test {
 protected:
  model::Object Put(const std::string& kind, std::int64_t number, const std::string& fields) {
    model::Object object;
    object.environment = cast_.production;
    object.id = {kind + "-" + std::to_string(number)};
    object.kind = kind;
    object.number = number;
    object.name = kind;
    object.owner = cast_.acme;
    object.fields = fields;
    object.created_at = object.updated_at = cast_.world.clock.Now();
    Must(
        cast_.world.store->Write([&](store::WriteTx& tx) { return store::PutObject(tx, object); }));
    return object;
  }
  // Encoded returns the events of a new record of the form 7.
  std::vector<webhooks::Encoded> Encoded(
      const std::string& fields = R"({"FormId":7,"Roof":"sound"})") {
    Put("form", 7, "{}");
    const auto record = Put("form_record", 8, fields);
    const model::Event event =
        model::EventBy(cast_.production, model::Actor(), cast_.world.clock.Now())
            .Make(model::EventType::kObjectCreated, record.id.text, record.owner,
                  objects::ChangeData(nullptr, record));
    return Must(
        cast_.world.store->Read([&](store::ReadTx& tx) { return audience_.encode(tx, event); }));
  }
  // AdmitWithFault asks whether ann gets an event, while every call of the store fails.
  webhooks::Body AdmitWithFault(const webhooks::Encoded& encoded, const std::string& form) {
    model::WebhookEndpoint receiver;
    receiver.environment = cast_.production;
    receiver.subject_kind = model::SubjectKind::kUser;
    receiver.subject = cast_.ann.text;
    receiver.organization = cast_.acme;
    receiver.objects = {form};
    return cast_.world.store->Read([&](store::ReadTx& tx) -> webhooks::Body {
      faulty_.plan->FailCall(1, 1000);
      auto body = audience_.admit(tx, receiver, encoded);
      faulty_.plan->Heal();
      return body;
    });
  }

  testing::FaultyCast faulty_;
  testing::Cast& cast_ = faulty_.cast;
  const webhooks::Audience audience_ = LoginAudience();
};

// Numbers of imported objects may be stored as text.
TEST_F(LoginAudienceTest, ARecordWhoseFormIsStoredAsTextIsOfThatForm) {
  const auto events = Encoded(R"({"FormId":"7","Roof":"sound"})");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_THAT(events[0].body, ::testing::StartsWith("form-7\n"));
  EXPECT_THAT(events[0].body, ::testing::HasSubstr(R"("FormId":7,)"));
}

// Incident class J2: a record must not cost reads for each subscriber of the environment.
TEST_F(LoginAudienceTest, NothingIsReadForASubscriberOfAnotherForm) {
  const auto events = Encoded();
  ASSERT_EQ(events.size(), 1U);
  const auto other = AdmitWithFault(events[0], "form-9");
  ASSERT_TRUE(other) << other.error().detail;
  EXPECT_EQ(*other, std::nullopt);
  const auto own = AdmitWithFault(events[0], "form-7");
  ASSERT_FALSE(own) << "the rights must be read";
  EXPECT_EQ(own.error().code, base::Code::kUnavailable);
}

}  // namespace
}  // namespace bearward::dialects::workmobile
