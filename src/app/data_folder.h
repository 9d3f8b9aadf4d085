// DataFolder: the files of one installation: the database, the master key, the TLS certificate.
#pragma once

#include <string>
#include <vector>

#include "app/read_file.h"
#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"

namespace bearward::app {

// DataFolder names and makes the files. Used by one thread, at the start and on reload.
//
// The first start makes the master key under a temporary name, then the database, and then renames
// the key to its final name (FinishSetup). So an interrupted first start can be repeated, and the
// final name of the key proves that a database existed.
class DataFolder {
 public:
  // Open makes the folder, mode 0700, if it is missing.
  static base::Result<DataFolder> Open(std::string path);
  // At names the files of a folder that may be missing, for checks without changes.
  static DataFolder At(std::string path) { return DataFolder(std::move(path)); }

  const std::string& path() const { return path_; }
  std::string Database() const { return path_ + "/bearward.db"; }
  std::string MasterKey() const { return path_ + "/master.key"; }

  // HasDatabase reports whether the database file exists and is not empty.
  bool HasDatabase() const;
  // HadDatabase reports whether an earlier start has made the database of this folder.
  bool HadDatabase() const;
  // CheckDatabase refuses a folder whose database is missing or empty although HadDatabase is true:
  // kInvalid "database_missing". It refuses a folder whose own key is missing: kInvalid
  // "master_key_missing". `file` is the key of server.master_key_file, empty for the folder's own.
  base::Status CheckDatabase(const std::string& file) const;
  // ReadMasterKey returns the text of the key ring from `file`, or from the folder's own file,
  // which is made with mode 0600 at the first start. Adds the warnings of CheckSecretFile.
  base::Result<base::Secret> ReadMasterKey(const std::string& file, base::Entropy& entropy,
                                           std::vector<std::string>& warnings) const;
  // ReadSharedMasterKey is ReadMasterKey for a database that is not in this folder.
  base::Result<base::Secret> ReadSharedMasterKey(const std::string& file, base::Entropy& entropy,
                                                 std::vector<std::string>& warnings) const;
  // FindMasterKey returns the text of an existing key ring and makes nothing: kInvalid
  // "master_key_missing" if there is none. Adds the warnings of CheckSecretFile.
  base::Result<base::Secret> FindMasterKey(const std::string& file,
                                           std::vector<std::string>& warnings) const;
  // FinishSetup records that the database exists.
  base::Status FinishSetup(const std::string& file) const;

  // TlsFiles is a PEM certificate chain and its PEM key.
  struct TlsFiles {
    std::string certificate;
    base::Secret key;
  };
  // ReadTls returns the configured files. With empty names it returns the folder's self-signed
  // ones, which are made at the first start. Adds the warnings of CheckSecretFile.
  base::Result<TlsFiles> ReadTls(const std::string& certificate, const std::string& key,
                                 const base::Clock& clock, base::Entropy& entropy,
                                 std::vector<std::string>& warnings) const;

 private:
  explicit DataFolder(std::string path) : path_(std::move(path)) {}
  base::Result<base::Secret> ReadOrMakeKey(const std::string& file, bool make,
                                           base::Entropy& entropy,
                                           std::vector<std::string>& warnings) const;
  std::string KeyPath(const std::string& file) const;
  base::Status CheckHasKey(const std::string& file) const;
  std::string NewMasterKey() const { return MasterKey() + ".new"; }
  std::string KeyIsElsewhere() const { return MasterKey() + ".elsewhere"; }
  std::string path_;
};

}  // namespace bearward::app
