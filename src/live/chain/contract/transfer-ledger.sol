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

    error NotAuthority();
    error NotGateway();
    error NotTheParty();
    error NotOwner();
    error PartyKnown();
    error RecordKnown();
    error RecordUnknown();
    error AlreadyStated();
    error BadName();

    event PartyRegistered(string party, address account, bytes32 key);
    event RecordListed(string record, string owner, string place);
    event Stated(
        bytes32 indexed transfer,
        Step indexed step,
        Act indexed act,
        string from,
        string to,
        string record,
        bytes32 digest,
        uint64 sequence
    );

    uint256 private constant MAX_NAME = 256;

    address public immutable authority;
    address public immutable gateway;

    mapping(string name => Party) private parties;
    mapping(string record => Listing) private listings;
    mapping(bytes32 transfer => string) private askers;
    mapping(bytes32 recordAndReader => bool) private readers;
    mapping(bytes32 transfer => mapping(Step => mapping(Act => Entry))) private entries;
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
        Entry storage entry = entries[transfer][step][act];
        if (entry.sequence != 0) revert AlreadyStated();
        noteReader(transfer, step, act, from, record);
        entry.from = from;
        entry.to = to;
        entry.record = record;
        entry.digest = digest;
        entry.sequence = ++sequences[keccak256(abi.encode(step, act, from, to))];
        emit Stated(transfer, step, act, from, to, record, digest, entry.sequence);
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

    /// Whether the owner of the record has granted a request of this reader.
    function mayRead(string calldata record, string calldata reader) external view returns (bool) {
        return readers[keccak256(abi.encode(record, reader))];
    }

    /// What was stated of one act on one message; sequence 0 where nothing was.
    function entryOf(bytes32 transfer, Step step, Act act)
        external
        view
        returns (string memory from, string memory to, string memory record, bytes32 digest, uint64 sequence)
    {
        Entry storage found = entries[transfer][step][act];
        return (found.from, found.to, found.record, found.digest, found.sequence);
    }

    /// A sender speaks for what was sent, a receiver for what was received, the gateway for other chains.
    function requireSpeaker(Act act, string calldata from, string calldata to) private view {
        if (act == Act.Relayed) {
            if (msg.sender != gateway) revert NotGateway();
        } else if (msg.sender != parties[act == Act.Sent ? from : to].account) {
            revert NotTheParty();
        }
    }

    /// A request that arrived names who asked; a grant of the record's owner lets that party read.
    function noteReader(bytes32 transfer, Step step, Act act, string calldata from, string calldata record) private {
        if (step == Step.M1 && act == Act.Received) askers[transfer] = from;
        if (step != Step.M2 || act != Act.Sent) return;
        string storage owner = listings[record].owner;
        if (bytes(owner).length == 0) revert RecordUnknown();
        if (keccak256(bytes(owner)) != keccak256(bytes(from))) revert NotOwner();
        if (bytes(askers[transfer]).length != 0) readers[keccak256(abi.encode(record, askers[transfer]))] = true;
    }

    function requireName(string calldata name) private pure {
        if (bytes(name).length == 0 || bytes(name).length > MAX_NAME) revert BadName();
    }
}
