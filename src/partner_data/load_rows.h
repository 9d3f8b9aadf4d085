// LoadRows: writes the rows of a load to the objects of an integration. Internal to the module.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/entropy.h"
#include "base/result.h"
#include "json/reader.h"
#include "objects/reached.h"
#include "objects/writes.h"
#include "partner_data/load_cells.h"
#include "partner_data/loads.h"
#include "store/transaction.h"

namespace bearward::partner_data {

// Integration is a provisioned object of the kind kIntegrationKind that belongs to the caller's
// organization. The column `key_field` is the external id of a row, which the field `link_field` of
// the objects has.
struct Integration {
  std::string id;
  std::string object_kind;
  std::string key_field = {};
  std::string link_field = {};
  bool creates = true;  // objects for unknown keys
  std::vector<std::string> required = {};
  std::vector<LoadColumn> columns = {};
  std::map<std::string, std::string> fields = {};  // by column, where the names differ
  std::string marketplace_type = {};               // of what it receives, "" for any
};

// FindIntegration also checks that the profile allows to write the objects: kNotFound
// "integration_not_found", kDenied.
base::Result<Integration> FindIntegration(store::ReadTx& tx, const model::Principal& principal,
                                          const std::string& id);

// Keys are the objects of an integration that the caller sees, by the external ids of rows.
using Keys = std::map<std::string, model::ObjectId>;
base::Result<Keys> KeysOf(store::ReadTx& tx, const model::Principal& principal,
                          const Integration& integration);

// LoadRows writes the rows and counts them in `result`, which gets the first kMostFaults faults. A
// fault of one row is not an error.
base::Status LoadRows(store::WriteTx& tx, const objects::Author& author, base::Entropy& entropy,
                      const Integration& integration, const std::vector<json::Object>& rows,
                      LoadResult& result);
// ApplyRows does so with objects that were found before, searches the store for those that were
// created since, and returns those that it has created. It adds to `result`, which has the numbers
// of earlier rows.
base::Result<Keys> ApplyRows(store::WriteTx& tx, const objects::Author& author,
                             base::Entropy& entropy, const Integration& integration,
                             const std::vector<json::Object>& rows, const Keys& keys,
                             LoadResult& result);

}  // namespace bearward::partner_data
