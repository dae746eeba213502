// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sealed/incident.hpp"

#include "store/sealed/bytes.hpp"
#include "wire/encode.hpp"

namespace holdfast::store {

namespace {

vault::Binding bound_to(EscalationId id) {
  vault::Binding binding{};
  std::string bytes;
  append_u64(bytes, id.get());
  for (std::size_t i = 0; i < bytes.size(); ++i)
    binding.client_id.bytes[i] = static_cast<std::uint8_t>(bytes[i]);
  return binding;
}

}  // namespace

vault::DataKeyPtr incident_key(const vault::Keyring& ring) {
  return std::make_shared<const vault::DataKey>(ring.derived_key("incident record"));
}

std::string seal_incident(const Incident& incident, const vault::DataKey& key) {
  std::string plain;
  append_text(plain, wire::encode_content(domain::EscalationNote{incident.escalation}));
  append_text(plain, incident.acts);
  return key.seal(bound_to(incident.escalation.id), plain);
}

Result<std::optional<Incident>> open_incident(EscalationId id, std::string_view sealed,
                                              const vault::DataKey& key) {
  const auto plain = key.open(bound_to(id), sealed);
  if (!plain) return plain.error();
  std::string_view rest{*plain};
  const auto content = wire::decode_content(take_text(rest));
  if (!content) return content.error();
  const auto* const note = std::get_if<domain::EscalationNote>(&*content);
  if (note == nullptr) return refuse(Code::Internal);
  return std::optional<Incident>{Incident{note->escalation, take_text(rest)}};
}

}  // namespace holdfast::store
