#include "app/data_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "app/write_file.h"
#include "crypto/certificate.h"
#include "crypto/key_ring.h"

namespace bearward::app {
namespace {

constexpr mode_t kPrivate = S_IRUSR | S_IWUSR;

base::Error FileError(const std::string& path, const char* what) {
  return base::Invalid("unreadable_file",
                       path + ": " + what + ": " + std::generic_category().message(errno));
}

bool IsFolder(const std::string& path) {
  struct stat facts{};
  return ::stat(path.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode);
}

base::Status MakeTlsFiles(const std::string& certificate_path, const std::string& key_path,
                          const base::Clock& clock, base::Entropy& entropy) {
  const crypto::SelfSignedRequest request{.common_name = "localhost",
                                          .dns_names = {"localhost"},
                                          .ip_addresses = {"127.0.0.1", "::1"},
                                          .not_before = clock.Now() - std::chrono::hours(1),
                                          .lifetime = std::chrono::days(825)};
  BW_TRY_ASSIGN(const crypto::SelfSigned made, crypto::MakeSelfSigned(request, entropy));
  // The key is written last: its presence proves that the pair is complete.
  ::unlink(certificate_path.c_str());
  BW_TRY(WriteNewFile(certificate_path, made.certificate_pem, kPrivate | S_IRGRP));
  return WriteNewFile(key_path, made.key_pem.Reveal(), kPrivate);
}

// About names the setting of a file; empty: the file is one of the folder's own.
base::Error About(std::string_view setting, const base::Error& error) {
  return setting.empty() ? error : AboutSetting(setting, error);
}

base::Result<base::Secret> ReadSecretFile(std::string_view setting, const std::string& path,
                                          std::vector<std::string>& warnings) {
  if (const auto checked = CheckSecretFile(path, warnings); !checked) {
    return base::Fail(About(setting, checked.error()));
  }
  auto text = ReadWholeFile(path);
  if (!text) return base::Fail(About(setting, text.error()));
  return base::Secret(*std::move(text));
}

}  // namespace

base::Result<DataFolder> DataFolder::Open(std::string path) {
  if (::mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return base::Fail(FileError(path, "the data folder cannot be created"));
  }
  if (!IsFolder(path)) {
    return base::Fail(
        base::Invalid("bad_setting", path + ": server.data must name a folder, and this is a file. "
                                            "Name a folder, or a path that does not exist yet."));
  }
  return DataFolder(std::move(path));
}

bool DataFolder::HasDatabase() const { return HoldsBytes(Database()); }

bool DataFolder::HadDatabase() const {
  return FileExists(MasterKey()) || FileExists(KeyIsElsewhere());
}

std::string DataFolder::KeyPath(const std::string& file) const {
  if (!file.empty()) return file;
  return FileExists(MasterKey()) ? MasterKey() : NewMasterKey();
}

base::Status DataFolder::CheckHasKey(const std::string& file) const {
  if (!file.empty() || FileExists(KeyPath(file))) return {};
  return base::Fail(base::Invalid(
      "master_key_missing", MasterKey() +
                                ": the key is missing, and the database needs it. Restore it "
                                "from a backup, or name its file in server.master_key_file."));
}

base::Status DataFolder::CheckDatabase(const std::string& file) const {
  // A database without its key is an incomplete restore; making a new key would hide that.
  if (HasDatabase()) BW_TRY(CheckHasKey(file));
  if (!HadDatabase() || HasDatabase()) return {};
  const std::string mark = FileExists(MasterKey()) ? MasterKey() : KeyIsElsewhere();
  return base::Fail(base::Invalid(
      "database_missing", Database() + ": the database is missing or empty, but " + mark +
                              " shows that there was one. Restore the database from a backup. "
                              "To start over without any data, remove " +
                              mark + " as well."));
}

base::Result<base::Secret> DataFolder::ReadMasterKey(const std::string& file,
                                                     base::Entropy& entropy,
                                                     std::vector<std::string>& warnings) const {
  BW_TRY(CheckDatabase(file));
  return ReadOrMakeKey(file, !HasDatabase(), entropy, warnings);
}

base::Result<base::Secret> DataFolder::ReadSharedMasterKey(
    const std::string& file, base::Entropy& entropy, std::vector<std::string>& warnings) const {
  return ReadOrMakeKey(file, true, entropy, warnings);
}

base::Result<base::Secret> DataFolder::ReadOrMakeKey(const std::string& file, bool make,
                                                     base::Entropy& entropy,
                                                     std::vector<std::string>& warnings) const {
  const std::string path = KeyPath(file);
  if (path == NewMasterKey() && make) {
    // An interrupted first start may have left a partial key, which no data depends on.
    ::unlink(path.c_str());
    BW_TRY(WriteNewFile(path, crypto::KeyRing::Generate(entropy).Reveal(), kPrivate));
  }
  return FindMasterKey(file, warnings);
}

base::Result<base::Secret> DataFolder::FindMasterKey(const std::string& file,
                                                     std::vector<std::string>& warnings) const {
  BW_TRY(CheckHasKey(file));
  const std::string path = KeyPath(file);
  return ReadSecretFile(file.empty() ? "" : "server.master_key_file", path, warnings);
}

base::Status DataFolder::FinishSetup(const std::string& file) const {
  if (HadDatabase()) return {};
  if (!file.empty()) {
    BW_TRY(WriteNewFile(KeyIsElsewhere(),
                        "The master key of this folder is the file of server.master_key_file.\n",
                        kPrivate));
  } else {
    BW_TRY(RenameFile(NewMasterKey(), MasterKey()));
  }
  return SyncFolder(path_);
}

base::Result<DataFolder::TlsFiles> DataFolder::ReadTls(const std::string& certificate,
                                                       const std::string& key,
                                                       const base::Clock& clock,
                                                       base::Entropy& entropy,
                                                       std::vector<std::string>& warnings) const {
  if (certificate.empty() != key.empty()) {
    return base::Fail(base::Invalid(
        "bad_setting", "tls.certificate and tls.key: only one is set. Set both or neither."));
  }
  const bool own = certificate.empty();
  const std::string certificate_path = own ? path_ + "/tls-certificate.pem" : certificate;
  const std::string key_path = own ? path_ + "/tls-key.pem" : key;
  if (own && !FileExists(key_path)) {
    BW_TRY(MakeTlsFiles(certificate_path, key_path, clock, entropy));
  }
  TlsFiles files;
  auto chain = ReadWholeFile(certificate_path);
  if (!chain) return base::Fail(About(own ? "" : "tls.certificate", chain.error()));
  files.certificate = *std::move(chain);
  BW_TRY_ASSIGN(files.key, ReadSecretFile(own ? "" : "tls.key", key_path, warnings));
  return files;
}

}  // namespace bearward::app
