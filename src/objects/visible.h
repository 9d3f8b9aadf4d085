// Visible: the objects that a user sees, inside a transaction: for the use cases that own a kind.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/caller.h"
#include "objects/row.h"
#include "store/transaction.h"

namespace bearward::objects {

// RequireUser refuses machines: kDenied "not_a_user".
base::Status RequireUser(const model::Principal& principal);

// ListVisible returns the objects of a kind that the user sees, in order of number. Machines
// are refused as by RequireUser, also by the functions below.
base::Result<std::vector<Row>> ListVisible(store::ReadTx& tx, const model::Principal& principal,
                                           std::string_view kind);
// FindVisible returns one of them by its number; nullopt if it does not exist or the user does not
// see it.
base::Result<std::optional<Row>> FindVisible(store::ReadTx& tx, const model::Principal& principal,
                                             std::string_view kind, std::int64_t number);
// ReadVisible does the same with the error kNotFound "object_not_found".
base::Result<Row> ReadVisible(store::ReadTx& tx, const model::Principal& principal,
                              std::string_view kind, std::int64_t number);

// ListOwn returns the visible objects that the caller's organization owns, FindOwn one of them:
// what requests may refer to and change. An object that another organization shares can only be
// read.
base::Result<std::vector<Row>> ListOwn(store::ReadTx& tx, const model::Principal& principal,
                                       std::string_view kind);
base::Result<std::optional<Row>> FindOwn(store::ReadTx& tx, const model::Principal& principal,
                                         std::string_view kind, std::int64_t number);

}  // namespace bearward::objects
