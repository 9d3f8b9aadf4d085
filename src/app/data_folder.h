// DataFolder: the files of one installation: the database, the master key, the TLS certificate.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"

namespace bearward::app {

// DataFolder names and makes the files. Used by one thread, at start and on reload.
class DataFolder {
 public:
  // Open makes the folder, mode 0700, if it is missing.
  static base::Result<DataFolder> Open(std::string path);

  std::string Database() const { return path_ + "/bearward.db"; }
  std::string MasterKey() const { return path_ + "/master.key"; }

  // ReadMasterKey gives the text of the key ring from `file`, or from the folder's own file, which
  // is made with mode 0600 at the first start. A file that others may read is refused.
  base::Result<base::Secret> ReadMasterKey(const std::string& file, base::Entropy& entropy) const;

  // TlsFiles is a PEM certificate chain and its PEM key.
  struct TlsFiles {
    std::string certificate;
    base::Secret key;
  };
  // ReadTls gives the configured files, or with empty names the folder's self-signed ones, which
  // are made at the first start.
  base::Result<TlsFiles> ReadTls(const std::string& certificate, const std::string& key,
                                 const base::Clock& clock, base::Entropy& entropy) const;

 private:
  explicit DataFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

// ReadWholeFile gives a file's bytes; kInvalid "unreadable_file" with its name.
base::Result<std::string> ReadWholeFile(const std::string& path);

}  // namespace bearward::app
