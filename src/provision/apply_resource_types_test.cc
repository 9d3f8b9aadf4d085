// Apply for each kind: types of resources.
#include <gtest/gtest.h>

#include "provision/apply.h"
#include "store/authorization.h"
#include "testing/test_server.h"

namespace bearward::provision {
namespace {

using testing::Must;

class ApplyResourceTypes : public ::testing::Test {
 protected:
  ApplyResourceTypes() : env_(core_.AddEnvironment("production")) {}

  RowEntry& NewType(const std::string& slug, const std::string& parent) {
    auto& entry = file_.resource_types.emplace_back();
    entry.where = {"w.toml", 7};
    entry.name = slug;
    entry.values["parent"] = parent;
    return entry;
  }
  std::string Mistake() {
    const auto result = applier_.Apply(file_);
    return result ? "" : result.error().public_text;
  }
  std::optional<model::ResourceType> Find(const std::string& slug) {
    return Must(core_.store->Read(
        [&](store::ReadTx& tx) { return store::ResourceTypes().FindBy(tx, env_, "slug", slug); }));
  }

  testing::TestServer core_;
  model::EnvironmentId env_;
  ProvisioningFile file_;
  Applier applier_{{*core_.store, *core_.passwords, core_.clock, core_.entropy, core_.ring}};
};

TEST_F(ApplyResourceTypes, ANewTypeIsBelowItsParentAndCanBeRenamed) {
  NewType("workspace", "organization");
  NewType("project", "workspace");
  EXPECT_EQ(Mistake(), "");
  EXPECT_EQ(Find("project")->parent, "workspace");
  EXPECT_EQ(Find("project")->name, "project");
  file_.resource_types.back().values["name"] = "Project";
  EXPECT_EQ(Mistake(), "");
  EXPECT_EQ(Find("project")->name, "Project");
  EXPECT_TRUE(Must(applier_.Apply(file_)).empty());
}

TEST_F(ApplyResourceTypes, AnUnknownParentAndATypeBelowItselfAreMistakes) {
  NewType("project", "workspace");
  EXPECT_NE(Mistake().find("unknown parent"), std::string::npos) << Mistake();
  file_.resource_types.clear();
  NewType("loop", "loop");
  EXPECT_NE(Mistake().find("unknown parent"), std::string::npos) << Mistake();
  file_.resource_types.clear();
  NewType("organization", "organization");
  EXPECT_NE(Mistake().find("exists always"), std::string::npos) << Mistake();
}

TEST_F(ApplyResourceTypes, TheParentOfATypeCannotBeChanged) {
  NewType("workspace", "organization");
  NewType("project", "workspace");
  EXPECT_EQ(Mistake(), "");
  file_.resource_types.back().values["parent"] = "organization";
  EXPECT_NE(Mistake().find("cannot be changed"), std::string::npos) << Mistake();
  EXPECT_EQ(Find("project")->parent, "workspace");
}

TEST_F(ApplyResourceTypes, TheSixthLevelIsAMistake) {
  std::string parent = "organization";
  for (const char* slug : {"a", "b", "c", "d", "e"}) {
    NewType(slug, parent);
    parent = slug;
  }
  EXPECT_EQ(Mistake(), "");
  NewType("f", "e");
  EXPECT_NE(Mistake().find("more than 5 levels"), std::string::npos) << Mistake();
  EXPECT_FALSE(Find("f"));
}

}  // namespace
}  // namespace bearward::provision
