// PATCH on the JSON form of a resource: the examples of RFC 7644 section 3.5.2, and the forms of
// identity providers.
#include "dialects/scim/patch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "json/writer.h"
#include "testing/must.h"

namespace bearward::dialects::scim {
namespace {

using ::testing::HasSubstr;
using testing::Must;

constexpr const char* kGroup = R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],)"
                               R"("displayName":"Employees","members":[)"
                               R"({"display":"Babs Jensen","value":"2819c223"},)"
                               R"({"display":"James Smith","value":"e9e30dba"}]})";
constexpr const char* kUser =
    R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",)"
    R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"id":"u1",)"
    R"("userName":"bjensen",)"
    R"("name":{"givenName":"Babs","familyName":"Jensen"},"active":true,)"
    R"("emails":[{"value":"bjensen@example.com","type":"work","primary":true},)"
    R"({"value":"babs@jensen.org","type":"home"}],)"
    R"("addresses":[{"type":"work","streetAddress":"100 Universal City Plaza","region":"CA"},)"
    R"({"type":"home","streetAddress":"456 Hollywood Blvd"}],)"
    R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Sales"}})";

std::string Request(const std::string& operations) {
  return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" +
         operations + "]}";
}

base::Result<json::Value> Patch(const std::string& resource, const std::string& operations) {
  return ApplyPatch(Must(json::Parse(resource)), Must(json::Parse(Request(operations))));
}

// Member returns the text of a member after the operations, "none" without it, or the reason.
std::string Member(const std::string& resource, const std::string& operations,
                   std::string_view name) {
  const auto patched = Patch(resource, operations);
  if (!patched) return patched.error().reason;
  const json::Value* const member = patched->FindIgnoreCase(name);
  return member == nullptr ? "none" : json::ToText(*member);
}

struct Row {
  const char* operations;
  const char* member;
  const char* after;
};

TEST(ScimPatch, TheExamplesOfTheRfcForGroups) {
  const Row kRows[] = {
      {R"({"op":"add","path":"members","value":[{"display":"Ann Lee","value":"new"}]})", "members",
       R"([{"display":"Babs Jensen","value":"2819c223"},)"
       R"({"display":"James Smith","value":"e9e30dba"},{"display":"Ann Lee","value":"new"}])"},
      {R"({"op":"add","path":"members","value":[{"display":"James Smith","value":"e9e30dba"}]})",
       "members",
       R"([{"display":"Babs Jensen","value":"2819c223"},)"
       R"({"display":"James Smith","value":"e9e30dba"}])"},
      {R"({"op":"remove","path":"members[value eq \"2819c223\"]"})", "members",
       R"([{"display":"James Smith","value":"e9e30dba"}])"},
      {R"({"op":"remove","path":"members"})", "members", "none"},
      {R"({"op":"replace","path":"members","value":[{"display":"Ann Lee","value":"new"}]})",
       "members", R"([{"display":"Ann Lee","value":"new"}])"},
      {R"({"op":"remove","path":"members[value eq \"2819c223\"]"},)"
       R"({"op":"add","path":"members","value":[{"display":"Ann Lee","value":"new"}]})",
       "members",
       R"([{"display":"James Smith","value":"e9e30dba"},{"display":"Ann Lee","value":"new"}])"},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(Member(kGroup, row.operations, row.member), row.after) << row.operations;
  }
}

TEST(ScimPatch, TheExamplesOfTheRfcForUsers) {
  const Row kRows[] = {
      {R"({"op":"add","value":{"emails":[{"value":"b@b.example","type":"home"}],)"
       R"("nickname":"Babs"}})",
       "emails",
       R"([{"value":"bjensen@example.com","type":"work","primary":true},)"
       R"({"value":"babs@jensen.org","type":"home"},{"value":"b@b.example","type":"home"}])"},
      {R"({"op":"add","value":{"emails":[{"value":"b@b.example","type":"home"}],)"
       R"("nickname":"Babs"}})",
       "nickname", R"("Babs")"},
      {R"({"op":"remove","path":"emails[type eq \"work\" and value ew \"example.com\"]"})",
       "emails", R"([{"value":"babs@jensen.org","type":"home"}])"},
      {R"({"op":"replace","path":"addresses[type eq \"work\"]",)"
       R"("value":{"type":"work","streetAddress":"911 Universal City Plaza"}})",
       "addresses",
       R"([{"type":"work","streetAddress":"911 Universal City Plaza"},)"
       R"({"type":"home","streetAddress":"456 Hollywood Blvd"}])"},
      {R"({"op":"replace","path":"addresses[type eq \"work\"].streetAddress",)"
       R"("value":"1010 Broadway Ave"})",
       "addresses",
       R"([{"type":"work","streetAddress":"1010 Broadway Ave","region":"CA"},)"
       R"({"type":"home","streetAddress":"456 Hollywood Blvd"}])"},
      {R"({"op":"replace","value":{"emails":[{"value":"b@b.example","primary":true}]}})", "emails",
       R"([{"value":"b@b.example","primary":true}])"},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(Member(kUser, row.operations, row.member), row.after) << row.operations;
  }
}

TEST(ScimPatch, PathsNamePartsAndExtensions) {
  const Row kRows[] = {
      {R"({"op":"replace","path":"NAME.GIVENNAME","value":"Barbara"})", "name",
       R"({"givenName":"Barbara","familyName":"Jensen"})"},
      {R"({"op":"replace","path":"name","value":{"familyName":"Lee"}})", "name",
       R"({"givenName":"Babs","familyName":"Lee"})"},
      {R"({"op":"remove","path":"name.familyName"})", "name", R"({"givenName":"Babs"})"},
      {R"({"op":"remove","path":"name.familyName"},{"op":"remove","path":"name.givenName"})",
       "name", "none"},
      {R"({"op":"add","path":"manager.displayName","value":"Ann"})", "manager",
       R"({"displayName":"Ann"})"},
      {R"({"op":"replace","path":"urn:ietf:params:scim:schemas:core:2.0:User:name.givenName",)"
       R"("value":"B"})",
       "name", R"({"givenName":"B","familyName":"Jensen"})"},
      {R"({"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:)"
       R"(department","value":"Support"})",
       "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", R"({"department":"Support"})"},
      {R"({"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",)"
       R"("value":{"costCenter":"7"}})",
       "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
       R"({"department":"Sales","costCenter":"7"})"},
      {R"({"op":"remove","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"})",
       "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "none"},
      {R"({"op":"replace","path":"emails.type","value":"other"})", "emails",
       R"([{"value":"bjensen@example.com","type":"other","primary":true},)"
       R"({"value":"babs@jensen.org","type":"other"}])"},
      {R"({"op":"replace","path":"active","value":null})", "active", "none"},
      {R"({"op":"add","path":"active","value":null})", "active", "true"},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(Member(kUser, row.operations, row.member), row.after) << row.operations;
  }
}

TEST(ScimPatch, TheFormsOfEntraAndOktaAreAccepted) {
  const Row kRows[] = {
      {R"({"op":"Replace","path":"active","value":"False"})", "active", "false"},
      {R"({"op":"REPLACE","value":{"active":"true"}})", "active", "true"},
      {R"({"op":"Add","value":{"name.givenName":"B","active":false}})", "name",
       R"({"givenName":"B","familyName":"Jensen"})"},
      {R"({"op":"Add","value":{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:)"
       R"(department":"X"}})",
       "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", R"({"department":"X"})"},
      {R"({"op":"Add","path":"phoneNumbers[type eq \"work\"].value","value":"555"})",
       "phoneNumbers", R"([{"type":"work","value":"555"}])"},
      {R"({"op":"Remove","path":"emails","value":[{"value":"babs@jensen.org"}]})", "emails",
       R"([{"value":"bjensen@example.com","type":"work","primary":true}])"},
      {R"({"op":"replace","value":{"id":"u1","active":false}})", "active", "false"},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(Member(kUser, row.operations, row.member), row.after) << row.operations;
  }
}

TEST(ScimPatch, OnlyOneElementIsThePrimaryOne) {
  EXPECT_EQ(Member(kUser, R"({"op":"add","path":"emails","value":{"value":"b","primary":true}})",
                   "emails"),
            R"([{"value":"bjensen@example.com","type":"work","primary":false},)"
            R"({"value":"babs@jensen.org","type":"home"},{"value":"b","primary":true}])");
  EXPECT_EQ(
      Member(kUser, R"({"op":"replace","path":"emails[type eq \"home\"].primary","value":"True"})",
             "emails"),
      R"([{"value":"bjensen@example.com","type":"work","primary":false},)"
      R"({"value":"babs@jensen.org","type":"home","primary":true}])");
}

TEST(ScimPatch, WhatCannotBeDoneIsRefusedByItsReason) {
  const struct {
    const char* operations;
    const char* reason;
  } kRows[] = {
      {R"({"op":"remove"})", "no_target"},
      {R"({"op":"remove","path":"emails[type eq \"other\"]"})", "no_target"},
      {R"({"op":"replace","path":"emails[type eq \"other\"].value","value":"x"})", "no_target"},
      {R"({"op":"add","path":"emails[type ne \"work\" and value eq \"x\"].value","value":"x"})",
       "no_target"},
      {R"({"op":"add","path":"photos.value","value":"x"})", "no_target"},
      {R"({"op":"replace","path":"id","value":"u2"})", "immutable_attribute"},
      {R"({"op":"replace","value":{"ID":"u2"}})", "immutable_attribute"},
      {R"({"op":"remove","path":"id"})", "immutable_attribute"},
      {R"({"op":"add","path":"meta.created","value":"x"})", "immutable_attribute"},
      {R"({"op":"add","path":"groups","value":[{"value":"g"}]})", "immutable_attribute"},
      {R"({"op":"remove","path":"schemas"})", "immutable_attribute"},
      {R"({"op":"remove","path":"userName"})", "immutable_attribute"},
      {R"({"op":"remove","path":"urn:ietf:params:scim:schemas:core:2.0:User:username"})",
       "immutable_attribute"},
      {R"({"op":"replace","path":"","value":"x"})", "invalid_path"},
      {R"({"op":"replace","path":"a b","value":"x"})", "invalid_path"},
      {R"({"op":"replace","path":"userName eq \"a\"","value":"x"})", "invalid_path"},
      {R"({"op":"replace","path":"a pr or b","value":"x"})", "invalid_path"},
      {R"({"op":"replace","path":"name.","value":"x"})", "invalid_path"},
      {R"({"op":"replace","path":"emails[","value":"x"})", "invalid_path"},
      {R"({"op":"replace","path":"emails[]","value":"x"})", "invalid_path"},
      {R"({"op":"replace","path":"emails[type eq \"work\"]value","value":"x"})", "invalid_path"},
      {R"({"op":"replace","path":"emails[type eq \"work\"].a.b","value":"x"})", "invalid_path"},
      {R"({"op":"replace","path":"name[type eq \"work\"].value","value":"x"})", "invalid_path"},
      {R"({"op":"replace","path":"userName.x","value":"x"})", "invalid_path"},
      {R"({"op":"replace","path":7,"value":"x"})", "invalid_path"},
      {R"({"op":"replace","path":"active"})", "invalid_value"},
      {R"({"op":"add","value":"x"})", "invalid_value"},
      {R"({"op":"replace","path":"emails[type eq \"work\"]","value":"x"})", "invalid_value"},
      {R"({"op":"move","path":"active","value":true})", "malformed_body"},
      {R"({"path":"active","value":true})", "malformed_body"},
      {R"(7)", "malformed_body"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Member(kUser, row.operations, "id"), row.reason) << row.operations;
  }
}

TEST(ScimPatch, ARequestHasOperations) {
  const json::Value user = Must(json::Parse(kUser));
  for (const char* request :
       {"{}", "[]", "7", R"({"Operations":[]})", R"({"Operations":{}})",
        R"({"schemas":["urn:other"],"Operations":[{"op":"remove","path":"nickName"}]})"}) {
    const auto patched = ApplyPatch(user, Must(json::Parse(request)));
    ASSERT_FALSE(patched) << request;
    EXPECT_EQ(patched.error().reason, "malformed_body") << request;
  }
  std::string many = R"({"op":"remove","path":"nickName"})";
  const std::string one = many;
  for (std::size_t i = 1; i < kMostOperations; ++i) many += "," + one;
  EXPECT_TRUE(Patch(kUser, many));
  EXPECT_FALSE(Patch(kUser, many + "," + one));
  EXPECT_TRUE(ApplyPatch(user, Must(json::Parse(R"({"operations":[{"OP":"remove","Path":"x"}]})"))))
      << "names in any case, and without schemas";
}

// Incident class J2: the work grows with the product of the elements that are added and those that
// are present.
TEST(ScimPatch, TheMembersAndElementsOfARequestAreLimited) {
  const auto add = [](std::size_t elements) {
    std::string list = R"({"value":"0"})";
    for (std::size_t i = 1; i < elements; ++i) list += R"(,{"value":")" + std::to_string(i) + "\"}";
    return Member(kGroup, R"({"op":"replace","path":"members","value":[)" + list + "]}", "members");
  };
  // The request has 2 members, a schema and an operation with 3 members. An element is 2 items.
  constexpr std::size_t kMost = (kMostItems - 7) / 2;
  EXPECT_TRUE(add(kMost).starts_with("["));
  EXPECT_EQ(add(kMost + 1), "invalid_value");
}

TEST(ScimPatch, AnEmptyObjectRemovesNoElement) {
  for (const char* value : {"[{}]", "{}", "[]"}) {
    const std::string remove = R"({"op":"remove","path":"emails","value":)" + std::string(value);
    const json::Value user = Must(json::Parse(kUser));
    EXPECT_EQ(Member(kUser, remove + "}", "emails"), json::ToText(*user.Find("emails"))) << value;
  }
}

TEST(ScimPatch, AnErrorNamesItsOperation) {
  const auto patched = Patch(kUser, R"({"op":"remove","path":"x"},{"op":"remove"})");
  ASSERT_FALSE(patched);
  EXPECT_THAT(patched.error().public_text, HasSubstr("Operation 2: "));
}

}  // namespace
}  // namespace bearward::dialects::scim
