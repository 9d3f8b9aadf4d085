#include "dialects/v1/emails.h"

#include <string>
#include <utility>

#include "base/time.h"
#include "base/words.h"
#include "dialects/v1/guard.h"
#include "door/list_contract.h"
#include "door/list_query.h"
#include "mail/message.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using json::kText;
using json::kTime;

constexpr json::Property kMembers[] = {
    {"object", json::Word<"email">()},
    {"id", kText},
    {"kind", json::OneOf(base::WordsOf<mail::Letter>::kWords)},
    {"recipient", kText},
    {"attempts", json::kInteger, true, "How often sending it was tried."},
    {"last_error", json::OrNull(kText), true, "Why the last attempt failed."},
    {"next_attempt_at", kTime},
    {"expires_at", kTime, true, "It is not sent after this time."},
    {"created_at", kTime}};
constexpr json::Schema kEmail = json::ObjectOf(kMembers, "UnsentEmail");
constinit const door::Contract kReadEmail = {
    .body = &json::kNoMembers,
    .successes = door::kAnswer<200, "The email, without its contents.", kEmail>,
    .errors = door::kStatuses<404>};
constexpr json::Schema kList = json::ObjectOf(door::kListMembers<kEmail>, "UnsentEmailList");
constexpr door::Parameter kQuery[] = {door::kLimit, door::kOrder, door::kAfter, door::kBefore};
constinit const door::Contract kListEmails = {
    .body = &json::kNoMembers,
    .query = kQuery,
    .successes = door::kAnswer<200, "The emails that wait, without their contents.", kList>};

// The sealed code is not among the members: no response may lead to a code or link.
void WriteEmail(json::Writer& writer, const store::OutboxRow& row) {
  writer.BeginObject().Key("object").String("email").Key("id").String(row.id);
  writer.Key("kind").String(row.letter).Key("recipient").String(row.recipient);
  writer.Key("attempts").Int(row.attempts);
  writer.Key("last_error");
  if (row.last_error) {
    writer.String(*row.last_error);
  } else {
    writer.Null();
  }
  writer.Key("next_attempt_at").String(base::FormatIsoMillis(row.next_at));
  writer.Key("expires_at").String(base::FormatIsoMillis(row.expires_at));
  writer.Key("created_at").String(base::FormatIsoMillis(row.created_at)).EndObject();
}

Result<door::Reply> ListEmails(const mail::Unsent& emails, const door::Call& call) {
  BW_TRY_ASSIGN(const door::ListQuery list, door::ParseListQuery(call.request().query, {}, true));
  BW_TRY_ASSIGN(const auto page, emails.List(call.caller(), list.page));
  door::ListWriter writer;
  for (const store::OutboxRow& row : page.rows) WriteEmail(writer.items(), row);
  return writer.Finish(page.ends);
}

Result<door::Reply> ReadEmail(const mail::Unsent& emails, const door::Call& call) {
  BW_TRY_ASSIGN(const store::OutboxRow row, emails.Get(call.caller(), call.Param("id")));
  std::string text;
  json::Writer writer(text);
  WriteEmail(writer, row);
  return door::JsonReply(200, std::move(text));
}

}  // namespace

std::vector<door::Route> EmailRoutes(const mail::Unsent& emails, const door::Dialect& dialect) {
  return {{http::Method::kGet, "/v1/emails", TokenOrKey(), door::RunOn::kWorker,
           [&emails](door::Call& call) { return ListEmails(emails, call); }, "v1.list_emails",
           "List the emails that are not sent yet", &kListEmails, &dialect},
          {http::Method::kGet, "/v1/emails/{id}", TokenOrKey(), door::RunOn::kWorker,
           [&emails](door::Call& call) { return ReadEmail(emails, call); }, "v1.read_email",
           "Read an email that is not sent yet", &kReadEmail, &dialect}};
}

}  // namespace bearward::dialects::v1
