// The JSON of every described resource: what is written, read and refused.
#include "resource/object_json.h"

#include <gtest/gtest.h>

#include "json/writer.h"
#include "model/cell_json.h"
#include "model/records.h"
#include "resource/schema.h"
#include "testing/must.h"
#include "testing/sample_record.h"

namespace bearward::resource {
namespace {

using model::Field;
using model::Kind;
using testing::Must;

// Mistyped returns a value that no field of this kind accepts.
json::Value Mistyped(Kind kind) {
  return kind == Kind::kInteger ? json::Value::String("7") : json::Value::Int(7);
}

class ObjectJsonTest : public ::testing::TestWithParam<const model::Record*> {
 protected:
  const model::Record& record() const { return *GetParam(); }

  std::shared_ptr<void> Sample(std::int64_t number) const {
    return testing::SampleRecord(record(), "env_1", "org_1", number);
  }
  json::Value Written(const void* row) const {
    return Must(json::Parse(ObjectText(record(), row)));
  }

  // Body returns the members that a client may send for this purpose, with the values of the
  // sample.
  json::Object Body(Purpose purpose, std::int64_t number = 1) const {
    const json::Value written = Written(Sample(number).get());
    json::Object members;
    if (purpose == Purpose::kCreate && !record().MakesIds()) {
      members.push_back({std::string(record().key), *written.Find(record().key)});
    }
    for (const Field& field : record().fields) {
      if (!Gives(field, purpose)) continue;
      if (const json::Value* const shown = written.Find(field.name)) {
        members.push_back({std::string(field.name), *shown});
      } else {
        std::string text;
        json::Writer writer(text);
        model::WriteCell(writer, field.kind, field.get(Sample(number).get()));
        members.push_back({std::string(field.name), Must(json::Parse(text))});
      }
    }
    return members;
  }
  static bool Gives(const Field& field, Purpose purpose) {
    return field.Is(purpose == Purpose::kCreate ? model::kCreate : model::kUpdate);
  }

  base::Status Read(json::Object members, Purpose purpose, void* row) const {
    return ReadObject(json::Value::Of(std::move(members)), record(), purpose, row);
  }
  base::Error Refused(json::Object members, Purpose purpose) const {
    auto row = record().make();
    const base::Status read = Read(std::move(members), purpose, row.get());
    return read ? base::Error{} : read.error();
  }

  static constexpr Purpose kBoth[] = {Purpose::kCreate, Purpose::kUpdate};
};

TEST_P(ObjectJsonTest, AnObjectHasItsTypeKeyShownFieldsAndTimes) {
  const auto row = Sample(1);
  const json::Value object = Written(row.get());
  EXPECT_EQ(*object.Find("object")->AsString(), record().object);
  EXPECT_EQ(*object.Find(record().key)->AsString(), record().EntityOf(row.get()).id);
  EXPECT_EQ(*object.Find("created_at")->AsString(), "2031-05-06T07:08:09.124Z");
  EXPECT_EQ(*object.Find("updated_at")->AsString(), "2031-05-06T07:08:10.124Z");
  for (const Field& field : record().fields) {
    EXPECT_EQ(object.Find(field.name) != nullptr, field.Is(model::kShown)) << field.name;
  }
}

TEST_P(ObjectJsonTest, AnEmptyTextIsNullWhereTheDescriptionSaysSo) {
  for (const Field& field : record().fields) {
    if (!field.Is(model::kShown | model::kNullIfEmpty)) continue;
    const auto row = Sample(1);
    EXPECT_TRUE(Written(row.get()).Find(field.name)->IsString());
    Must(Read({{std::string(field.name), json::Value()}}, Purpose::kUpdate, row.get()));
    EXPECT_EQ(field.get(row.get()), model::Cell(std::string())) << field.name;
    EXPECT_TRUE(Written(row.get()).Find(field.name)->IsNull()) << field.name;
  }
}

TEST_P(ObjectJsonTest, ABodyIsReadIntoTheRow) {
  for (const Purpose purpose : kBoth) {
    auto row = record().make();
    const auto wanted = Sample(1);
    Must(Read(Body(purpose), purpose, row.get()));
    for (const Field& field : record().fields) {
      if (Gives(field, purpose)) {
        EXPECT_EQ(field.get(row.get()), field.get(wanted.get())) << field.name;
      }
    }
  }
}

TEST_P(ObjectJsonTest, AMissingRequiredFieldIsRefused) {
  for (const Field& field : record().fields) {
    if (!field.Is(model::kRequired)) continue;
    json::Object members = Body(Purpose::kCreate);
    std::erase_if(members, [&](const json::Member& one) { return one.key == field.name; });
    const base::Error error = Refused(members, Purpose::kCreate);
    EXPECT_EQ(error.reason, "missing_field") << field.name;
    EXPECT_EQ(error.fields, std::vector<std::string>{std::string(field.name)});
  }
}

// Incident class B7: a field that clients may not set is an unknown field, so no request can assign
// it.
TEST_P(ObjectJsonTest, AFieldThatAClientMayNotSetIsUnknown) {
  for (const Purpose purpose : kBoth) {
    std::vector<std::string> forbidden = {"object", "environment_id", "created_at", "updated_at",
                                          "nonsense"};
    if (record().MakesIds()) forbidden.emplace_back(record().key);
    for (const Field& field : record().fields) {
      if (!Gives(field, purpose)) forbidden.emplace_back(field.name);
    }
    for (const std::string& name : forbidden) {
      json::Object members = Body(purpose);
      members.push_back({name, json::Value::String("env_2")});
      const base::Error error = Refused(members, purpose);
      EXPECT_EQ(error.reason, "unknown_field") << name;
      EXPECT_EQ(error.fields, std::vector<std::string>{name});
    }
  }
}

TEST_P(ObjectJsonTest, AnUpdateMayRepeatTheKeyOfTheClientButNotChangeIt) {
  if (record().MakesIds()) return;
  const auto row = Sample(1);
  const std::string key(record().key);
  json::Object members = Body(Purpose::kUpdate);
  members.push_back({key, json::Value::String(record().EntityOf(row.get()).id)});
  Must(Read(members, Purpose::kUpdate, row.get()));
  members.back().value = json::Value::String("another");
  const base::Status changed = Read(members, Purpose::kUpdate, row.get());
  ASSERT_FALSE(changed.has_value());
  EXPECT_EQ(changed.error().reason, key + "_mismatch");
}

TEST_P(ObjectJsonTest, AValueOfAnotherTypeIsRefused) {
  for (const Field& field : record().fields) {
    if (!field.Is(model::kCreate)) continue;
    json::Object members = Body(Purpose::kCreate);
    for (json::Member& member : members) {
      if (member.key == field.name) member.value = Mistyped(field.kind);
    }
    const base::Error error = Refused(members, Purpose::kCreate);
    EXPECT_EQ(error.reason, "wrong_type") << field.name;
    EXPECT_EQ(error.fields, std::vector<std::string>{std::string(field.name)});
  }
}

TEST_P(ObjectJsonTest, ATextThatItsCheckRefusesIsRefused) {
  for (const Field& field : record().fields) {
    if (!field.Is(model::kCreate) || field.check == nullptr || field.kind != Kind::kText) continue;
    json::Object members = Body(Purpose::kCreate);
    for (json::Member& member : members) {
      if (member.key == field.name) member.value = json::Value::String("\x01");
    }
    const base::Error error = Refused(members, Purpose::kCreate);
    EXPECT_EQ(error.reason, record().invalid) << field.name;
    EXPECT_NE(error.public_text.find(field.check->wants), std::string::npos);
  }
}

TEST_P(ObjectJsonTest, TheSchemaDescribesEveryMemberOfTheObject) {
  const RecordSchemas schemas(record());
  const std::span<const json::Property> members = schemas.object().members;
  const json::Value object = Written(Sample(1).get());
  EXPECT_EQ(json::Mismatch(schemas.object(), object), "");
  ASSERT_EQ(members.size(), object.AsObject()->size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    EXPECT_EQ(members[i].name, (*object.AsObject())[i].key);
  }
}

TEST_P(ObjectJsonTest, TheSchemaOfABodyHasTheFieldsThatAClientMaySet) {
  const RecordSchemas schemas(record());
  for (const Purpose purpose : kBoth) {
    const json::Schema& schema = schemas.body(purpose);
    EXPECT_FALSE(schema.open);
    EXPECT_EQ(json::Mismatch(schema, json::Value::Of(Body(purpose))), "");
    for (const Field& field : record().fields) {
      EXPECT_EQ(schema.Find(field.name) != nullptr, Gives(field, purpose)) << field.name;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Records, ObjectJsonTest,
                         ::testing::ValuesIn(model::AllRecords().begin(),
                                             model::AllRecords().end()),
                         [](const auto& test) { return std::string(test.param->table); });

TEST(ObjectJson, MembersAreJoinedToAnObject) {
  std::string object = R"({"id":"1"})";
  JoinMembers(object, MembersOf(R"({"a":{"b":2},"c":[]})"));
  EXPECT_EQ(object, R"({"id":"1","a":{"b":2},"c":[]})");
}

}  // namespace
}  // namespace bearward::resource
