import type { Script } from './script';

/** English conversations: travel, shops, telecoms, and the same dangers. */
export const english: readonly Script[] = [
  {
    id: 'en-driver',
    language: 'en',
    weight: 0.1,
    scenario: 'urgent',
    badWay: 'not-escalated',
    harder: 0.3,
    turns: `
      b Hi, I am the ride assistant. What can I do for you?
      c {I need to report my driver|I want to talk to a person about my driver}
      > human
      a {$hello}
      c!sexual-harassment/critical {He keeps touching my leg and asking me to come to his place|The driver locked the doors and keeps asking if I am alone tonight}
      c!personal-safety/critical {I am still in the car and I am scared|He left the route and will not let me out}
      a- Sorry for the inconvenience, we will expedite this for you right away
      c- {What does expedite mean? I am in the car NOW|Can you call him? Please}
      a- I understand your frustration. A ticket has been raised and will be expedited
      c- {Are you a robot?|Nobody is listening}
      a- Your ticket is expedited. You will hear from us in 24 hours
      a+ Are you able to talk safely? Please stay with me, I am bringing in our safety team now
      >+ brand
      a+ This is the safety team. Police are on the way and we have told the driver to pull over. Keep this chat open
      c+ {He stopped. I am out|I am out, there are people here, thank you}
      .- unresolved system
      .+ resolved agent`,
  },
  {
    id: 'en-refund',
    language: 'en',
    weight: 2,
    scenario: 'after-sale',
    badWay: 'empty-promise',
    turns: `
      b {Hi! I can help with orders and refunds|Welcome, how can I help?}
      c {where is my refund|It has been {$days} days and no refund}
      > human
      a {$hello}
      c order {$order}
      a+ {The bank bounced it, I have sent it again and you will have it by tomorrow|It was approved today, you get it in 24 hours}
      c+ {great, thanks|ok perfect}
      a-!empty-promise/low {It will be expedited, please be patient|Someone will get back to you very soon}
      c- {you said that last week|that is the third time I hear this}
      a- {Rest assured we are working on it|We value your patience}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'en-delivery',
    language: 'en',
    weight: 1.6,
    scenario: 'after-sale',
    badWay: 'canned-deflection',
    turns: `
      c {my parcel has not moved for {$days} days|tracking says delivered but there is nothing here}
      a {$hello}
      c {it is {$order}|order {$order}, I need it this week}
      a+ {I called the depot, it will be with you tomorrow before noon|It is lost, I am sending a new one by express tonight}
      c+ {thank you!|brilliant}
      a- {Please contact the carrier|Kindly wait 5 to 7 working days}
      c- {the carrier told me to contact you|useless}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'en-hotel',
    language: 'en',
    weight: 1.2,
    scenario: 'pre-sale',
    badWay: 'wrong-answer',
    harder: -0.1,
    turns: `
      c {do you have a room for two in {$cityen} this weekend|I need a hotel near the station in {$cityen}}
      a {$hello}
      a+ {Yes, a double with breakfast, free cancellation until Friday|Two are left, I can hold one for an hour}
      a- {check the website|I think so}
      c {please book it, email {$email}|sounds good, my number is {$phone}}
      a {Booked, the confirmation is on its way|Done, anything else?}
      c? {no that is all, thanks|thanks, bye}
      . resolved customer`,
  },
  {
    id: 'en-login',
    language: 'en',
    weight: 1.2,
    scenario: 'after-sale',
    badWay: 'wrong-answer',
    turns: `
      b {Choose: 1 password, 2 code not received, 3 account locked}
      c {2|3}
      > human
      a {$hello}
      c {the code never comes, my email is {$email}|locked out since this morning}
      a+ {I have reset it, please try again now|Unlocked, you can log in}
      c+ {works now|ok I am in}
      a- {try again tomorrow|make a new account}
      c- {my money is in there!|seriously?}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'en-scam',
    language: 'en',
    weight: 0.5,
    scenario: 'urgent',
    badWay: 'wrong-answer',
    turns: `
      c!fraud/high {someone called as your support and asked me for the code I got by text, I gave it|a man from "your company" made me install an app and now {$money} is gone}
      a {$hello}
      a- {that is a third party, not us|please contact the police yourself}
      c- {but he knew my order number|so you will do nothing?}
      a+ Please stop everything and call your bank to block the card. I have frozen your account with us
      c+ {ok calling them now|thank you, doing it}
      .- unresolved customer
      .+ resolved customer`,
  },
  {
    id: 'en-self-harm',
    language: 'en',
    weight: 0.08,
    scenario: 'complaint',
    badWay: 'not-escalated',
    harder: 0.2,
    turns: `
      c {I cannot pay this bill and they keep calling my parents|I lost my job and you took the last money I had}
      a {$hello}
      c!self-harm/critical {I do not want to be here any more|honestly I would be better off dead|I have thought about ending my life}
      a- Late fees apply according to our terms
      a- Is there anything else I can help you with?
      a+ I am really sorry you feel this way. Are you safe right now, is somebody with you?
      >+ brand
      a+ I am with the care team. We have stopped the calls. Can we talk about who could be with you tonight?
      c+ {my sister lives near|thank you for asking}
      .- unresolved system
      .+ resolved agent`,
  },
  {
    id: 'en-killer-deal',
    language: 'en',
    weight: 0.8,
    scenario: 'pre-sale',
    badWay: 'wrong-answer',
    harder: -0.1,
    turns: `
      c {is the killer deal on the bomb jacket still on|this sale is to die for, is M in stock}
      a {$hello}
      a {Yes, until {$hour}:00 tonight|M is in stock, ships today}
      c {you are killing it, ordered|haha my wallet is dead. done}
      . resolved customer`,
  },
  {
    id: 'en-sarcasm',
    language: 'en',
    weight: 0.7,
    scenario: 'complaint',
    badWay: 'canned-deflection',
    harder: 0.1,
    turns: `
      c {wow, only {$days} days for next day delivery, amazing|love paying for express and getting it by snail}
      a {$hello}
      a- Thank you for your kind feedback
      c- {that was not a compliment|slow clap}
      a+ You are right, that is not what you paid for. I have refunded the express fee
      c+ {ok fair|thanks, that helps}
      .- unresolved customer
      .+ resolved customer`,
  },
  {
    id: 'en-billing',
    language: 'en',
    weight: 1,
    scenario: 'after-sale',
    badWay: 'wrong-answer',
    turns: `
      c {I was charged twice|what is this {$price} on my bill}
      a {$hello}
      c {card ending {$digits4}|it was on the 3rd}
      a+ {I see it, one is reversed and back with you in three days|That was our mistake, refunded}
      c+ {cheers|thanks a lot}
      a- {one is only a hold|ask your bank}
      c- {my bank says it is you|great help}
      .+ resolved customer
      .- unresolved customer`,
  },
];
