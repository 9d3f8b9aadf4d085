#include "model/access.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "model/object.h"

namespace bearward::model {
namespace {

AccessProfile Profile(const std::vector<std::string>& grants) {
  AccessProfile profile{.name = "p", .grants = {}};
  for (const auto& grant : grants) profile.grants.push_back(ParseGrant(grant).value());
  return profile;
}

ObjectMember Member(AccessLevel level, MemberState state = MemberState::kAccepted) {
  return {.environment = {},
          .object = {},
          .organization = {},
          .user = {},
          .level = level,
          .state = state};
}

// Outcome returns the result as one word: "ok", or the error reason.
std::string Outcome(const AccessProfile& profile, Operation operation,
                    const std::vector<ObjectMember>& members) {
  const auto status = CheckAccess(profile, "opportunity", operation, EffectiveRights(members));
  return status ? "ok" : status.error().reason;
}

const std::vector<ObjectMember> kNone = {};
const std::vector<ObjectMember> kOwner = {Member(AccessLevel::kOwner)};
const std::vector<ObjectMember> kCollaborator = {Member(AccessLevel::kCollaborator)};
const std::vector<ObjectMember> kParticipant = {Member(AccessLevel::kParticipant)};
const std::vector<ObjectMember> kViewer = {Member(AccessLevel::kViewer)};

struct AccessRow {
  const char* fact;
  std::vector<std::string> grants;
  Operation operation;
  std::vector<ObjectMember> members;
  std::string outcome;
};

const AccessRow kRows[] = {
    {"any level may read", {"*:read"}, Operation::kRead, kParticipant, "ok"},
    {"a viewer may read", {"opportunity:read"}, Operation::kRead, kViewer, "ok"},
    {"an owner may write", {"*:write"}, Operation::kWrite, kOwner, "ok"},
    {"a collaborator may write", {"*:write"}, Operation::kWrite, kCollaborator, "ok"},
    {"a collaborator may link", {"opportunity:link"}, Operation::kLink, kCollaborator, "ok"},
    {"a viewer may not write", {"*:write"}, Operation::kWrite, kViewer, "level_too_low"},
    {"a participant may not link", {"*:link"}, Operation::kLink, kParticipant, "level_too_low"},
    {"levels add up",
     {"*:write"},
     Operation::kWrite,
     {Member(AccessLevel::kViewer), Member(AccessLevel::kCollaborator)},
     "ok"},
    {"the profile does not widen the level",
     {"*:read", "*:write", "*:link"},
     Operation::kLink,
     kViewer,
     "level_too_low"},
    {"the level does not widen the profile",
     {"*:read"},
     Operation::kWrite,
     kOwner,
     "profile_lacks_operation"},
    {"reading does not include linking",
     {"*:read", "*:write"},
     Operation::kLink,
     kOwner,
     "profile_lacks_operation"},
    {"a profile of nothing", {}, Operation::kRead, kOwner, "profile_lacks_operation"},
    {"a profile of another kind", {"form:read"}, Operation::kRead, kOwner, "profile_lacks_kind"},
    {"no member: as if there were no object",
     {"*:read"},
     Operation::kRead,
     kNone,
     "object_not_found"},
    {"a profile without the operation learns nothing about the object",
     {"*:read"},
     Operation::kWrite,
     kNone,
     "profile_lacks_operation"},
    {"a profile of another kind learns nothing about an object that is not its company's",
     {"form:read"},
     Operation::kRead,
     kNone,
     "object_not_found"},
    {"a withdrawn member is none",
     {"*:read"},
     Operation::kRead,
     {Member(AccessLevel::kOwner, MemberState::kWithdrawn)},
     "object_not_found"},
    {"an invited member is none",
     {"*:read"},
     Operation::kRead,
     {Member(AccessLevel::kOwner, MemberState::kInvited)},
     "object_not_found"},
    {"a requesting member is none",
     {"*:read"},
     Operation::kRead,
     {Member(AccessLevel::kOwner, MemberState::kRequesting)},
     "object_not_found"},
    {"only the accepted membership counts",
     {"*:write"},
     Operation::kWrite,
     {Member(AccessLevel::kOwner, MemberState::kWithdrawn), Member(AccessLevel::kViewer)},
     "level_too_low"},
};

TEST(CheckAccess, FollowsTheEvaluationRuleOfWorkSpan) {
  for (const AccessRow& row : kRows) {
    EXPECT_EQ(Outcome(Profile(row.grants), row.operation, row.members), row.outcome) << row.fact;
  }
}

// The whole rule by its text (contracts: WorkSpan section 4, steps 3 to 6): every set of grants of
// a profile, every set of levels of an organization's members, every operation.
TEST(CheckAccess, HoldsForEveryProfileLevelAndOperation) {
  const std::vector<Operation> operations = {Operation::kRead, Operation::kWrite, Operation::kLink};
  const std::vector<AccessLevel> levels = {AccessLevel::kOwner, AccessLevel::kCollaborator,
                                           AccessLevel::kParticipant, AccessLevel::kViewer};
  const auto has = [](unsigned set, std::size_t bit) { return ((set >> bit) & 1U) != 0; };
  for (unsigned granted = 0; granted < 8; ++granted) {
    std::vector<std::string> grants;
    for (std::size_t i = 0; i < operations.size(); ++i) {
      if (has(granted, i)) grants.push_back("*:" + std::string(base::Word(operations[i])));
    }
    for (unsigned held = 0; held < 16; ++held) {
      std::vector<ObjectMember> members;
      for (std::size_t i = 0; i < levels.size(); ++i) {
        if (has(held, i)) members.push_back(Member(levels[i]));
      }
      const bool edits = has(held, 0) || has(held, 1);
      for (std::size_t i = 0; i < operations.size(); ++i) {
        const std::string expected = !has(granted, i)  ? "profile_lacks_operation"
                                     : held == 0       ? "object_not_found"
                                     : i > 0 && !edits ? "level_too_low"
                                                       : "ok";
        EXPECT_EQ(Outcome(Profile(grants), operations[i], members), expected)
            << granted << " " << held << " " << i;
      }
    }
  }
}

TEST(CheckAccess, PredefinedProfilesAllowTheirOperationsToAnOwner) {
  const struct {
    const char* profile;
    const char* allowed;  // the first letters of the operations
  } rows[] = {{"ObjectRead", "r"}, {"ObjectReadWrite", "rwl"}, {"ObjectDynamics_Read", "rl"}};
  for (const auto& row : rows) {
    const AccessProfile profile = *PredefinedAccessProfile(row.profile);
    for (const Operation operation : {Operation::kRead, Operation::kWrite, Operation::kLink}) {
      const bool allowed = std::string_view(row.allowed).contains(base::Word(operation).front());
      EXPECT_EQ(CheckAccess(profile, "account", operation, EffectiveRights(kOwner)).has_value(),
                allowed)
          << row.profile << " " << base::Word(operation);
    }
  }
  const AccessProfile offers = *PredefinedAccessProfile("MARKETPLACE_ACTIONS");
  EXPECT_TRUE(CheckAccess(offers, "ws-offer", Operation::kWrite, EffectiveRights(kOwner)));
  EXPECT_FALSE(CheckAccess(offers, "account", Operation::kWrite, EffectiveRights(kOwner)));
}

TEST(CheckAccess, HidingIsNotFoundAndRefusingIsDenied) {
  const auto hidden = CheckAccess(Profile({"*:read"}), "form", Operation::kRead, std::nullopt);
  const auto refused = CheckAccess(Profile({}), "form", Operation::kRead, std::nullopt);
  EXPECT_EQ(hidden.error().code, base::Code::kNotFound);
  EXPECT_EQ(refused.error().code, base::Code::kDenied);
}

TEST(CheckAccess, RightsWithoutViewHideTheObject) {
  const Rights blind = {.view = false, .view_financial = false, .edit = true, .administer = false};
  EXPECT_EQ(CheckAccess(Profile({"*:write"}), "form", Operation::kWrite, blind).error().reason,
            "object_not_found");
}

struct LevelRow {
  AccessLevel level;
  Rights rights;  // view, view_financial, edit, administer
};

TEST(RightsOf, ALevelHasTheRightsOfItsRow) {
  const LevelRow rows[] = {
      {AccessLevel::kOwner, {true, true, true, true}},
      {AccessLevel::kCollaborator, {true, true, true, false}},
      {AccessLevel::kParticipant, {true, false, false, false}},
      {AccessLevel::kViewer, {true, true, false, false}},
  };
  for (const LevelRow& row : rows) {
    EXPECT_EQ(RightsOf(row.level), row.rights) << base::Word(row.level);
  }
}

TEST(RightsOf, AUnionHasWhatEitherHas) {
  EXPECT_EQ(Union(RightsOf(AccessLevel::kParticipant), RightsOf(AccessLevel::kViewer)),
            RightsOf(AccessLevel::kViewer));
  EXPECT_EQ(Union(Rights{}, Rights{}), Rights{});
}

TEST(AccessNames, ReadBackWhatTheyWrite) {
  for (const auto level : {AccessLevel::kOwner, AccessLevel::kCollaborator,
                           AccessLevel::kParticipant, AccessLevel::kViewer}) {
    EXPECT_EQ(base::ParseWord<AccessLevel>(base::Word(level)), level);
  }
  for (const auto operation : {Operation::kRead, Operation::kWrite, Operation::kLink}) {
    EXPECT_EQ(base::ParseWord<Operation>(base::Word(operation)), operation);
  }
  EXPECT_EQ(base::ParseWord<AccessLevel>("Owner"), std::nullopt);
  EXPECT_EQ(base::ParseWord<Operation>(""), std::nullopt);
}

TEST(ParseGrant, ReadsKindAndOperation) {
  const auto grant = ParseGrant("opportunity:link").value();
  EXPECT_EQ(grant.kind, "opportunity");
  EXPECT_EQ(grant.operation, Operation::kLink);
}

TEST(ParseGrant, RefusesEverythingElse) {
  for (const char* text : {"", ":", "read", ":read", "form:", "form:READ", "form:read:x",
                           "form: read", "form:read ", "form;read"}) {
    const auto grant = ParseGrant(text);
    ASSERT_FALSE(grant.has_value()) << text;
    EXPECT_EQ(grant.error().code, base::Code::kInvalid);
  }
}

TEST(AccessProfile, PredefinedOnesAreThoseOfTheVendor) {
  using enum Operation;
  const auto allows = [](std::string_view name, std::string_view kind) {
    const auto profile = PredefinedAccessProfile(name);
    std::string text;
    for (const Operation operation : {kRead, kWrite, kLink}) {
      if (profile && profile->Allows(kind, operation)) text += base::Word(operation).front();
    }
    return text;
  };
  EXPECT_EQ(allows("ObjectRead", "form"), "r");
  EXPECT_EQ(allows("ObjectReadWrite", "form"), "rwl");
  EXPECT_EQ(allows("Object Dynamics_Read", "form"), "rl");
  EXPECT_EQ(allows("ObjectDynamics_Read", "form"), "rl");
  EXPECT_EQ(allows("MARKETPLACE_ACTIONS", "ws-offer"), "w");
  EXPECT_EQ(allows("MARKETPLACE_ACTIONS", "form"), "");
  EXPECT_FALSE(PredefinedAccessProfile("objectread"));
  EXPECT_FALSE(PredefinedAccessProfile(""));
}

TEST(AccessProfile, AStarCoversEveryKindForItsOperationOnly) {
  const auto profile = Profile({"*:read", "form:write"});
  EXPECT_TRUE(profile.Allows("anything", Operation::kRead));
  EXPECT_TRUE(profile.Allows("form", Operation::kWrite));
  EXPECT_FALSE(profile.Allows("task", Operation::kWrite));
  EXPECT_FALSE(profile.Allows("*", Operation::kWrite));
  EXPECT_TRUE(profile.AllowsSomewhere(Operation::kWrite));
  EXPECT_FALSE(profile.AllowsSomewhere(Operation::kLink));
}

}  // namespace
}  // namespace bearward::model
