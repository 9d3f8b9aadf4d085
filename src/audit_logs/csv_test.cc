#include "audit_logs/csv.h"

#include <gtest/gtest.h>

#include "testing/must.h"

namespace bearward::audit_logs {
namespace {

model::AuditLogEvent EventOf(const std::string& content) {
  model::AuditLogEvent event;
  event.id = "audit_log_event_1";
  event.organization = {"org_1"};
  event.action = "user.acted";
  event.content = content;
  return event;
}

TEST(Csv, CellsAreQuoted) {
  std::string csv;
  testing::Must(
      AppendCsvLine(EventOf(R"({"version":2,"actor":{"id":"a \"b\", c","type":"user"},)"
                            R"("targets":[{"id":"t","type":"x"}],"context":{"location":"here"}})"),
                    csv));
  EXPECT_EQ(csv,
            "\"audit_log_event_1\",\"org_1\",\"1970-01-01T00:00:00.000Z\",\"user.acted\",\"2\","
            "\"a \"\"b\"\", c\",\"user\",\"\",\"\","
            "\"[{\"\"id\"\":\"\"t\"\",\"\"type\"\":\"\"x\"\"}]\",\"here\",\"\",\"\","
            "\"1970-01-01T00:00:00.000Z\"\r\n");
}

TEST(Csv, NoCellIsAFormula) {
  for (const char* start : {"=", "+", "-", "@", "\\t", "\\r"}) {
    std::string csv;
    testing::Must(
        AppendCsvLine(EventOf(R"({"actor":{"name":")" + std::string(start) + R"(1+1"}})"), csv));
    EXPECT_NE(csv.find(",\"'"), std::string::npos) << start << csv;
  }
}

TEST(Csv, DamagedContentIsAnError) {
  std::string csv;
  EXPECT_FALSE(AppendCsvLine(EventOf("{"), csv));
}

}  // namespace
}  // namespace bearward::audit_logs
