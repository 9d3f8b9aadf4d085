// Account: the users, lines and settings of an account. Internal to the module.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "json/reader.h"
#include "model/caller.h"
#include "objects/row.h"
#include "store/transaction.h"

namespace bearward::telephony {

// Account reads the objects of the caller's organization in one transaction, which must outlive it.
class Account {
 public:
  Account(store::ReadTx& tx, const model::Principal& principal) : tx_(tx), principal_(principal) {}

  // FindActing returns the user that `values` name by user_id or pin; nullopt if they name none.
  // kInvalid "invalid_user" for one that does not exist, or two different ones.
  base::Result<std::optional<objects::Row>> FindActing(const json::Object& values);
  // FindByPin returns the user with this PIN.
  base::Result<std::optional<objects::Row>> FindByPin(std::string_view pin);
  // HasActiveLine says whether a number in E.164 is an active line.
  base::Result<bool> HasActiveLine(std::string_view number);
  // Setting returns the number in a field of the settings, in E.164; nullopt if it is not set.
  base::Result<std::optional<std::string>> Setting(std::string_view field);
  // HasRingGroup and HasCallProcess say whether there is one with this number.
  base::Result<bool> HasRingGroup(std::int64_t number);
  base::Result<bool> HasCallProcess(std::int64_t number);
  // FirstCallProcess returns the lowest number of a call process; 0 if there is none.
  base::Result<std::int64_t> FirstCallProcess();

 private:
  store::ReadTx& tx_;
  const model::Principal& principal_;
};

// NumberOf returns the phone number in a field of a row, which may be a text or an integer, in
// E.164; nullopt if it is none.
std::optional<std::string> NumberOf(const objects::Row& row, std::string_view field);

// Find returns a value by its name; nullptr if it is absent. TextOf returns a text, "" if absent.
const json::Value* Find(const json::Object& values, std::string_view name);
std::string TextOf(const json::Object& values, std::string_view name);

}  // namespace bearward::telephony
