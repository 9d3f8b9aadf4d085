// Table of the templates for the claims of access tokens: at most one for each environment.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "model/ids.h"
#include "store/transaction.h"

namespace bearward::store {

// JwtTemplate is a row: `content` is the text of a jwt_template::Template.
struct JwtTemplate {
  std::string content;
  base::Time created_at;
  base::Time updated_at;
};

// FindJwtTemplate returns nullopt when the environment has none. PutJwtTemplate inserts the
// template, or replaces content and updated_at.
base::Result<std::optional<JwtTemplate>> FindJwtTemplate(ReadTx& tx,
                                                         const model::EnvironmentId& environment);
base::Status PutJwtTemplate(WriteTx& tx, const model::EnvironmentId& environment,
                            const JwtTemplate& row);

}  // namespace bearward::store
