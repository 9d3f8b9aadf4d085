// The state of a row in an event.
#include "model/snapshot.h"

#include <gtest/gtest.h>

#include "json/reader.h"
#include "model/records.h"
#include "testing/must.h"
#include "testing/sample_record.h"

namespace bearward::model {
namespace {

using testing::Must;

TEST(Snapshot, EveryRowIsReadBackExceptItsSecrets) {
  for (const Record* const record : AllRecords()) {
    const AnyRow row = testing::SampleRecord(*record, "env_1", "org_1", 7);
    const std::string text = SnapshotOf(*record, row.get());
    const AnyRow read = record->make();
    ASSERT_TRUE(ReadSnapshot(Must(json::Parse(text)), *record, read.get())) << text;
    EXPECT_EQ(record->EntityOf(read.get()).id, record->EntityOf(row.get()).id);
    EXPECT_EQ(record->EntityOf(read.get()).created_at, record->EntityOf(row.get()).created_at);
    for (const Field& field : record->fields) {
      const bool known =
          field.Is(kStored) && !field.Is(kUnaudited) && (field.Is(kShown) || field.Is(kAudited));
      const std::string where = std::string(record->object) + "." + std::string(field.name);
      if (known) {
        EXPECT_EQ(field.get(read.get()), field.get(row.get())) << where;
      } else if (field.Is(kStored)) {
        EXPECT_EQ(text.find('"' + std::string(field.name) + "\":"), std::string::npos) << where;
      }
    }
  }
}

TEST(Snapshot, AMalformedOneIsNotRead) {
  const Record& record = *AllRecords().front();
  const AnyRow row = record.make();
  for (const char* text : {"{}", "[]", "1", R"({"id":"x"})",
                           R"({"id":1,"created_at":"2031-05-06T07:08:09.123Z",)"
                           R"("updated_at":"2031-05-06T07:08:09.123Z"})"}) {
    EXPECT_FALSE(ReadSnapshot(Must(json::Parse(text)), record, row.get())) << text;
  }
}

}  // namespace
}  // namespace bearward::model
