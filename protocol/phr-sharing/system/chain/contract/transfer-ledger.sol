// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// The ledger of one consortium chain: who its parties are, where its records lie, and what each party says that it
/// sent or received. It keeps digests of messages, never messages. It judges no transfer: that is the auditor's task,
/// who sees every chain. `src/live/chain/contract/memory-contract.ts` says the same in TypeScript.
contract TransferLedger {
    enum Step { M1, M2, M2Forwarded, M3 }
    enum Act { Sent, Relayed, Received }

    struct Party { address account; bytes32 key; }
    struct Listing { string owner; string place; }
    struct Entry { string from; string to; string record; bytes32 digest; uint64 sequence; }
    struct Consent { bytes32 transfer; uint64 until; }

    error NotAuthority();
    error NotGateway();
    error NotTheParty();
    error NotOwner();
    error PartyKnown();
    error RecordKnown();
    error RecordUnknown();
    error AlreadyStated();
    error NotAnnounced();
    error NotAsked();
    error BadName();

    event PartyRegistered(string party, address account, bytes32 key);
    event RecordListed(string record, string owner, string place);
    event Stated(
        bytes32 indexed transfer,
        Step indexed step,
        Act indexed act,
        address speaker,
        string from,
        string to,
        string record,
        bytes32 digest,
        uint64 sequence
    );
    event AccessGranted(string record, string reader, bytes32 transfer, uint64 until);
    event AccessRevoked(string record, string reader);

    uint256 private constant MAX_NAME = 256;

    address public immutable authority;
    address public immutable gateway;

    mapping(string name => Party) private parties;
    mapping(string record => Listing) private listings;
    mapping(bytes32 recordAndReader => Consent) private consents;
    /// By transfer, step, act and voice: who speaks and of whose message, so that nobody takes another's place.
    mapping(bytes32 transfer => mapping(Step => mapping(Act => mapping(bytes32 voice => Entry)))) private entries;
    mapping(bytes32 transfer => mapping(Step => mapping(Act => address[]))) private speakers;
    mapping(bytes32 transfer => mapping(Step => mapping(Act => bytes32[]))) private voices;
    mapping(bytes32 channel => uint64) private sequences;

    /// The hospital that makes the contract admits parties and lists records; one gateway speaks for other chains.
    constructor(address gateway_) {
        authority = msg.sender;
        gateway = gateway_;
    }

    /// Admits a party: the account that speaks for it, and the digest of its public key. Once for each name.
    function registerParty(string calldata party, address account, bytes32 key) external {
        if (msg.sender != authority) revert NotAuthority();
        requireName(party);
        if (account == address(0)) revert BadName();
        if (parties[party].account != address(0)) revert PartyKnown();
        parties[party] = Party(account, key);
        emit PartyRegistered(party, account, key);
    }

    /// Adds a record to the access list: whose it is and where it lies. Once for each record.
    function listRecord(string calldata record, string calldata owner, string calldata place) external {
        if (msg.sender != authority) revert NotAuthority();
        requireName(record);
        requireName(owner);
        requireName(place);
        if (bytes(listings[record].owner).length != 0) revert RecordKnown();
        listings[record] = Listing(owner, place);
        emit RecordListed(record, owner, place);
    }

    /// Registers one act on one message of a transfer, by the account of the party whose act it is.
    function state(
        bytes32 transfer,
        Step step,
        Act act,
        string calldata from,
        string calldata to,
        string calldata record,
        bytes32 digest
    ) external {
        requireName(from);
        requireName(to);
        if (bytes(record).length > MAX_NAME) revert BadName();
        requireSpeaker(act, from, to);
        bytes32 voice = voiceOf(msg.sender, from);
        Entry storage entry = entries[transfer][step][act][voice];
        if (entry.sequence != 0) revert AlreadyStated();
        if (act == Act.Received) requireAnnounced(transfer, step, from, to, digest);
        if (act == Act.Sent && step == Step.M2) requireOwner(record, from);
        entry.from = from;
        entry.to = to;
        entry.record = record;
        entry.digest = digest;
        entry.sequence = ++sequences[keccak256(abi.encode(step, act, from, to))];
        speakers[transfer][step][act].push(msg.sender);
        voices[transfer][step][act].push(voice);
        emit Stated(transfer, step, act, msg.sender, from, to, record, digest, entry.sequence);
    }

    /// Lets a reader whose request the owner of a record has received read it until then. Once for each transfer.
    function grantAccess(bytes32 transfer, string calldata record, string calldata reader, uint64 until) external {
        requireName(reader);
        if (msg.sender != ownerAccount(record)) revert NotOwner();
        if (entries[transfer][Step.M1][Act.Received][voiceOf(msg.sender, reader)].sequence == 0) revert NotAsked();
        Consent storage consent = consents[keccak256(abi.encode(record, reader))];
        if (consent.transfer == transfer) revert AlreadyStated();
        consent.transfer = transfer;
        consent.until = until;
        emit AccessGranted(record, reader, transfer, until);
    }

    /// Takes a reader's access back. The transfer stays noted: only another request can be granted.
    function revokeAccess(string calldata record, string calldata reader) external {
        requireName(reader);
        if (msg.sender != ownerAccount(record)) revert NotOwner();
        consents[keccak256(abi.encode(record, reader))].until = 0;
        emit AccessRevoked(record, reader);
    }

    /// The account and key of a party; zeros where there is none.
    function partyOf(string calldata party) external view returns (address account, bytes32 key) {
        Party storage found = parties[party];
        return (found.account, found.key);
    }

    /// Whose a record is and where it lies; empty where it is not listed.
    function listingOf(string calldata record) external view returns (string memory owner, string memory place) {
        Listing storage found = listings[record];
        return (found.owner, found.place);
    }

    /// Whether the owner of the record lets this reader read at that time, in milliseconds.
    function mayRead(string calldata record, string calldata reader, uint64 time) external view returns (bool) {
        return consents[keccak256(abi.encode(record, reader))].until > time;
    }

    /// For which transfer a reader was let read last, and until when; zeros where it never was.
    function consentOf(string calldata record, string calldata reader)
        external
        view
        returns (bytes32 transfer, uint64 until)
    {
        Consent storage found = consents[keccak256(abi.encode(record, reader))];
        return (found.transfer, found.until);
    }

    /// What was stated of one act on one message, and by whom, one statement after the other; sequence 0 behind the last.
    function entryOf(bytes32 transfer, Step step, Act act, uint64 index)
        external
        view
        returns (
            address speaker,
            string memory from,
            string memory to,
            string memory record,
            bytes32 digest,
            uint64 sequence
        )
    {
        if (index >= voices[transfer][step][act].length) return (address(0), "", "", "", 0, 0);
        Entry storage found = entries[transfer][step][act][voices[transfer][step][act][index]];
        speaker = speakers[transfer][step][act][index];
        return (speaker, found.from, found.to, found.record, found.digest, found.sequence);
    }

    /// A sender speaks for what was sent, a receiver for what was received, the gateway for other chains.
    function requireSpeaker(Act act, string calldata from, string calldata to) private view {
        if (act == Act.Relayed) {
            if (msg.sender != gateway) revert NotGateway();
        } else if (msg.sender != parties[act == Act.Sent ? from : to].account) {
            revert NotTheParty();
        }
    }

    /// What is received was announced here by the gateway, or sent here by its sender: the same message.
    function requireAnnounced(
        bytes32 transfer,
        Step step,
        string calldata from,
        string calldata to,
        bytes32 digest
    ) private view {
        (Act act, address speaker) =
            step == Step.M2 ? (Act.Sent, parties[from].account) : (Act.Relayed, gateway);
        Entry storage told = entries[transfer][step][act][voiceOf(speaker, from)];
        if (told.digest != digest || keccak256(bytes(told.to)) != keccak256(bytes(to))) revert NotAnnounced();
        if (told.sequence == 0) revert NotAnnounced();
    }

    function requireOwner(string calldata record, string calldata from) private view {
        string storage owner = listings[record].owner;
        if (bytes(owner).length == 0) revert RecordUnknown();
        if (keccak256(bytes(owner)) != keccak256(bytes(from))) revert NotOwner();
    }

    /// The account of a listed record's owner.
    function ownerAccount(string calldata record) private view returns (address account) {
        string storage owner = listings[record].owner;
        if (bytes(owner).length == 0) revert RecordUnknown();
        account = parties[owner].account;
        if (account == address(0)) revert NotOwner();
    }

    function voiceOf(address speaker, string calldata from) private pure returns (bytes32) {
        return keccak256(abi.encode(speaker, from));
    }

    function requireName(string calldata name) private pure {
        if (bytes(name).length == 0 || bytes(name).length > MAX_NAME) revert BadName();
    }
}
