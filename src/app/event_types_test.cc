// docs/events.md lists the types of all events.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

#include "app/read_file.h"
#include "model/event_names.h"
#include "testing/must.h"
#include "testing/source_dir.h"

namespace bearward::app {
namespace {

// An unknown type in GET /v1/events and in `audit export` refers to this list, which did not exist.
TEST(EventTypes, TheDocumentListsAll) {
  std::map<std::string_view, std::string> words_of;
  for (const std::string_view name : model::EventNames()) {
    const std::size_t dot = name.find('.');
    std::string& words = words_of[name.substr(0, dot)];
    words += (words.empty() ? "`" : ", `") + std::string(name.substr(dot + 1)) + "`";
  }
  std::string rows;
  for (const auto& [object, words] : words_of) {
    rows += "| `" + std::string(object) + "` | " + words + " |\n";
  }
  const std::string document =
      testing::Must(ReadWholeFile(std::string(testing::kSourceDir) + "/docs/events.md"));
  EXPECT_THAT(document, ::testing::HasSubstr("\n| object | words |\n|---|---|\n" + rows + "\n"));
}

}  // namespace
}  // namespace bearward::app
