#include "commands/answer.h"

#include <gtest/gtest.h>

#include "testing/must.h"

namespace bearward::commands {
namespace {

json::Value Parsed(std::string_view text) { return testing::Must(json::Parse(text)); }

TEST(Answer, TableAlignsTheColumnsThatRowsHave) {
  const json::Value list = Parsed(
      R"({"data":[{"id":"a","name":"Zoë","tags":["x","y"],"n":1},{"id":"bcd","name":null}]})");
  EXPECT_EQ(TableText(*RowsOf(list), {"id", "name", "tags", "missing"}),
            "ID   NAME  TAGS\n"
            "a    Zoë   x,y\n"
            "bcd\n");
  EXPECT_EQ(TableText(*RowsOf(list), {}),
            "ID   NAME  N\n"
            "a    Zoë   1\n"
            "bcd\n");
  EXPECT_EQ(TableText({}, {"id"}), "");
}

TEST(Answer, ObjectHasALineForEachValue) {
  EXPECT_EQ(
      ObjectText(Parsed(R"({"object":"x","id":"a","last_name":null,"roles":[{"slug":"b"}]})")),
      "id         a\n"
      "roles      [{\"slug\":\"b\"}]\n");
}

// A name that another person chose must not move the cursor or set the title of a terminal.
TEST(Answer, ControlCharactersDoNotReachTheTerminal) {
  const json::Value row = Parsed("{\"name\":\"a\\u001b]0;x\\u0007b\\u009bc\\u007f\\n\"}");
  EXPECT_EQ(ObjectText(row), "name  a?]0;x?b?c??\n");
  EXPECT_EQ(TableText({row}, {"name"}), "NAME\na?]0;x?b?c??\n");
  EXPECT_EQ(ErrorText(400, Parsed("{\"detail\":\"a\\u001bb\"}")), "a?b");
}

// A right-to-left override shows the rest of the line backwards.
TEST(Answer, DirectionsOfTextDoNotReachTheTerminal) {
  EXPECT_EQ(ObjectText(Parsed(R"({"name":"a\u202eb"})")), "name  a?b\n");
  EXPECT_EQ(ObjectText(Parsed(R"({"roles":[{"name":"a\u202eb"}]})")),
            "roles  [{\"name\":\"a?b\"}]\n");
}

TEST(Answer, ErrorsOfEveryDialectAreSentences) {
  EXPECT_EQ(ErrorText(404, Parsed(R"({"title":"Not Found","detail":"No such user."})")),
            "No such user.");
  EXPECT_EQ(ErrorText(422, Parsed(R"({"message":"Invalid.","errors":[{"field":"email"}]})")),
            "Invalid: email");
  EXPECT_EQ(ErrorText(400, Parsed(R"({"error":"a","error_description":"b"})")), "b");
  EXPECT_EQ(ErrorText(409, Parsed(R"({"detail":"Taken.","code":"role_exists"})")),
            "Taken. (role_exists)");
  EXPECT_EQ(ErrorText(500, json::Value()), "the server answered with status 500");
}

// "Validation failed (email)" did not say what an email address must be.
TEST(Answer, FieldOfAnErrorIsTheOptionAndWhatIsAllowed) {
  const Command command{
      .words = {"user", "create"},
      .summary = "Create",
      .options = {{.name = "--email", .member = "email", .text = "an email address"},
                  {.name = "--user", .member = "user_id"},
                  {.name = "--domain", .member = "domains", .text = "a domain"}}};
  const auto text = [&](std::string_view body) { return ErrorText(422, Parsed(body), &command); };
  EXPECT_EQ(text(R"({"message":"Validation failed","code":"invalid","errors":[
                     {"field":"email","code":"invalid","message":"email: invalid"}]})"),
            "Validation failed: --email (an email address) (invalid)");
  EXPECT_EQ(text(R"({"message":"Validation failed","errors":[
                     {"field":"domain","code":"invalid","message":"domain: invalid"}]})"),
            "Validation failed: --domain (a domain)");
  EXPECT_EQ(text(R"({"detail":"A required field is missing.","errors":[{"pointer":"#/user_id"}]})"),
            "A required field is missing: --user");
  EXPECT_EQ(text(R"({"message":"Validation failed","errors":[
                     {"code":"email_not_available","message":"It belongs to another user."}]})"),
            "Validation failed: It belongs to another user.");
  EXPECT_EQ(text(R"({"detail":"`user_id` is odd.","errors":[{"pointer":"#/user_id"}]})"),
            "--user is odd.");
  EXPECT_EQ(text(R"({"detail":"Did you mean 7?","errors":[{"pointer":"#/user_id"}]})"),
            "Did you mean 7? (--user)");
  EXPECT_EQ(text(R"({"message":"Wrong","errors":[{"code":"odd"},{"field":"other"}]})"),
            "Wrong: odd, other");
  EXPECT_EQ(text(R"({"message":"Send `user_id` or `organization_id`."})"),
            "Send --user or `organization_id`.");
}

// The word at the end is what docs/troubleshooting.md and docs/errors.md are searched for.
TEST(Answer, FailuresEndWithTheirReason) {
  EXPECT_EQ(FailureText(base::Invalid("database_missing", "It is missing.")),
            "It is missing. (database_missing)");
  EXPECT_EQ(FailureText(base::Unavailable("store_busy", "Locked.")), "Locked. (store_busy)");
  EXPECT_EQ(FailureText(base::Invalid("usage", "ID is missing.")), "ID is missing.");
}

TEST(Answer, StatusHasOneExitCode) {
  EXPECT_EQ(ExitCodeOf(201), kOk);
  EXPECT_EQ(ExitCodeOf(422), kWrongUsage);
  EXPECT_EQ(ExitCodeOf(404), kNotFound);
  EXPECT_EQ(ExitCodeOf(409), kRefused);
  EXPECT_EQ(ExitCodeOf(503), kUnreachable);
  EXPECT_EQ(ExitCodeOf(500), kFailed);
}

// The vendor's API answers 400, which is also the status of a value that is not allowed.
TEST(Answer, TakenNameIsRefused) {
  const auto code = [](std::string_view body) { return ExitCodeOf(400, Parsed(body)); };
  EXPECT_EQ(code(R"({"code":"external_id_already_used"})"), kRefused);
  EXPECT_EQ(code(R"({"code":"user_creation_error","errors":[{"code":"email_not_available"}]})"),
            kRefused);
  EXPECT_EQ(code(R"({"code":"invalid_request_parameters","errors":[{"code":"invalid"}]})"),
            kWrongUsage);
  EXPECT_EQ(code("null"), kWrongUsage);
}

}  // namespace
}  // namespace bearward::commands
