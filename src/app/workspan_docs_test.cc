// docs/workspan.md lists every operation that the dialect serves, and no other.
#include <set>
#include <sstream>

#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

class WorkSpanDocs : public ContractFixture {};

TEST_F(WorkSpanDocs, TheTableHasTheRoutes) {
  std::set<std::string> documented;
  std::istringstream page(
      testing::Must(ReadWholeFile(std::string(testing::kSourceDir) + "/docs/workspan.md")));
  for (std::string line; std::getline(page, line);) {
    const auto end = line.find('`', 3);
    const bool is_row = line.starts_with("| `") && line.find(" /") < end;
    if (is_row) documented.insert(line.substr(3, end - 3));
  }
  std::set<std::string> served;
  for (const door::Route& route : core_->door().routes()) {
    if (route.dialect->name != "workspan") continue;
    served.insert(std::string(http::MethodText(route.method)) + " " + route.pattern);
  }
  EXPECT_THAT(documented, ::testing::ContainerEq(served));
}

}  // namespace
}  // namespace bearward::app
