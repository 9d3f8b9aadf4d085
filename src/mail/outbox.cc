#include "mail/outbox.h"

#include "base/id.h"
#include "json/reader.h"
#include "json/writer.h"

namespace bearward::mail {
namespace {

constexpr std::int64_t kLetters = 5;

// A sealed text of one row must not open in another.
std::string PurposeOf(const std::string& id) { return "outbox/" + id; }

base::Error Damaged() { return base::Internal("an email of the outbox is damaged"); }

}  // namespace

base::Status Outbox::Add(store::WriteTx& tx, const Posted& posted, base::Time now) const {
  if (!enabled_ || !IsMailable(posted.to)) return {};
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("letter").Int(static_cast<std::int64_t>(posted.letter));
  writer.Key("to").String(posted.to);
  writer.Key("variable").String(posted.variable.Reveal()).EndObject();
  store::OutboxRow row{.id = "mail_" + base::NewUlid(now, entropy_),
                       .environment = posted.environment,
                       .sealed = {},
                       .next_at = now,
                       .expires_at = posted.expires_at,
                       .created_at = now};
  BW_TRY_ASSIGN(row.sealed, ring_.Seal(base::Secret(std::move(text)), PurposeOf(row.id)));
  return store::InsertOutboxRow(tx, row);
}

base::Result<Message> Outbox::Open(const store::OutboxRow& row) const {
  BW_TRY_ASSIGN(const base::Secret plain, ring_.Open(row.sealed, PurposeOf(row.id)));
  BW_TRY_ASSIGN(const json::Value value, json::Parse(plain.Reveal()));
  const json::Value* const letter = value.Find("letter");
  const json::Value* const to = value.Find("to");
  const json::Value* const variable = value.Find("variable");
  if (letter == nullptr || to == nullptr || !to->IsString() || variable == nullptr ||
      !variable->IsString()) {
    return base::Fail(Damaged());
  }
  const std::int64_t number = letter->AsInt().value_or(-1);
  if (number < 0 || number >= kLetters) return base::Fail(Damaged());
  return Compose(static_cast<Letter>(number), *to->AsString(),
                 base::Secret(std::string_view(*variable->AsString())));
}

}  // namespace bearward::mail
