#include "telephony/account.h"

#include <algorithm>
#include <utility>

#include "base/invalid.h"
#include "objects/visible.h"
#include "telephony/kinds.h"
#include "telephony/phone_number.h"

namespace bearward::telephony {
namespace {

using objects::Row;

// DigitsOf returns a field that is a text of digits or an integer, as a text.
std::string DigitsOf(const Row& row, std::string_view field) {
  const json::Value* value = row.fields.Find(field);
  if (value == nullptr) return {};
  if (const std::string* text = value->AsString()) return *text;
  const auto number = value->AsInt();
  return number ? std::to_string(*number) : std::string();
}

std::unexpected<base::Error> UnknownUser(std::string_view field) {
  return base::Fail(
      base::Invalid("invalid_user", "The account has no such user.", {std::string(field)}));
}

template <class Is>
base::Result<std::optional<Row>> FindIf(store::ReadTx& tx, const model::Principal& principal,
                                        std::string_view kind, Is is) {
  BW_TRY_ASSIGN(auto rows, objects::ListOwn(tx, principal, kind));
  const auto found = std::ranges::find_if(rows, is);
  if (found == rows.end()) return std::nullopt;
  return std::move(*found);
}

}  // namespace

const json::Value* Find(const json::Object& values, std::string_view name) {
  const auto found = std::ranges::find(values, name, &json::Member::key);
  return found == values.end() ? nullptr : &found->value;
}

std::string TextOf(const json::Object& values, std::string_view name) {
  const json::Value* value = Find(values, name);
  const std::string* text = value == nullptr ? nullptr : value->AsString();
  return text == nullptr ? std::string() : *text;
}

std::optional<std::string> NumberOf(const Row& row, std::string_view field) {
  return ParsePhoneNumber(DigitsOf(row, field));
}

base::Result<std::optional<Row>> Account::FindByPin(std::string_view pin) {
  return FindIf(tx_, principal_, kUser,
                [&](const Row& user) { return !pin.empty() && DigitsOf(user, "pin") == pin; });
}

base::Result<std::optional<Row>> Account::FindActing(const json::Object& values) {
  std::optional<Row> by_id;
  const json::Value* id = Find(values, "user_id");
  if (id != nullptr) {
    BW_TRY_ASSIGN(by_id, FindIf(tx_, principal_, kUser, [&](const Row& user) {
                    return user.Integer("user_id") == id->AsInt().value_or(0);
                  }));
    if (!by_id) return UnknownUser("user_id");
  }
  const std::string pin = TextOf(values, "pin");
  if (pin.empty()) return by_id;
  BW_TRY_ASSIGN(auto by_pin, FindByPin(pin));
  if (!by_pin || (by_id && by_id->object.id != by_pin->object.id)) return UnknownUser("pin");
  return by_pin;
}

base::Result<bool> Account::HasActiveLine(std::string_view number) {
  BW_TRY_ASSIGN(const auto line, FindIf(tx_, principal_, kLine, [&](const Row& row) {
                  const auto own = NumberOf(row, "number");
                  const json::Value* active = row.fields.Find("active");
                  return own && *own == number && (active == nullptr || row.Flag("active"));
                }));
  return line.has_value();
}

base::Result<std::optional<std::string>> Account::Setting(std::string_view field) {
  BW_TRY_ASSIGN(const auto settings, FindIf(tx_, principal_, kSettings, [&](const Row& row) {
                  return NumberOf(row, field).has_value();
                }));
  return settings ? NumberOf(*settings, field) : std::nullopt;
}

base::Result<bool> Account::HasRingGroup(std::int64_t number) {
  BW_TRY_ASSIGN(const auto group, objects::FindOwn(tx_, principal_, kRingGroup, number));
  return group.has_value();
}

base::Result<bool> Account::HasCallProcess(std::int64_t number) {
  BW_TRY_ASSIGN(const auto process, objects::FindOwn(tx_, principal_, kCallProcess, number));
  return process.has_value();
}

base::Result<std::int64_t> Account::FirstCallProcess() {
  BW_TRY_ASSIGN(const auto processes, objects::ListOwn(tx_, principal_, kCallProcess));
  return processes.empty() ? 0 : processes.front().object.number;
}

}  // namespace bearward::telephony
