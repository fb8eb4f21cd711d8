"""Words that tell French from English by themselves, folded: without accents or capitals."""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


FRENCH = _words(
    """
    abonne abonnement abonner absolument accord acheter adresse ai aider aidez ajd aller allo alors
    annule annuler annulez appel appelez appelle apres arobase arrete arreter arretez
    attendez aujourd aux avec avez avis avoir avons bcp beaucoup besoin bien bjr boitier bon
    bonjour bonne bonsoir ca ce cela ces cest cet cette cherche chez choisir cinq colis commande
    comme comment compris connexion conseiller continuer coucou coupure creer dans decalez
    decodeur deja demain demande deplacer depuis desole deux dites donc donnees donnez dossier
    dossiers douze effacez elle encore entendu envie envoyer envoyez espace est et etait
    etes etre euh exactement facture factures faire fais fait faites faut finalement fini
    forfait francais gens gros grosse heure heures hier huit humain ici ils inutile jai
    je jeudi jour journee jusqu les leur ligne livraison lui lundi machin madame mais marche mardi
    matin mauvais meme merci mercredi mersi mes mieux moi mois monsieur nan negatif neuf nom non
    notre nous nuit numero numeros onze ou ouais oui panne panneau pantoute parce parler parlez pas
    payer pendant personne peut peux plait plutot pour pourquoi pouvez prefere prelevement probleme
    puis puisque qu quand quarante quatre quel quelle quelles quelqu quels qui quoi rappel rappeler
    rappelez reclamation recommencer recommencons redites remboursement rembourser rendez repete
    repeter repetez repondre reporter reseau resiliation resilie resilier resiliez retour revoir
    rien sais salut samedi sans semaine sept ses seulement sil slt soir sommes sont souhaite stp
    suis suite supprimer supprimez sur svp tantot technicien tele telecommande telephoner
    tes tiret toujours tous tout toute toutes trente tres trois trop tu un une vais vas vendredi
    verifier vers veuillez veut veux vingt voici voila voir vos votre voudrais vouloir vous voyant
    vrai vraiment
    """
)

ENGLISH = _words(
    """
    about absolutely account actually adviser advisor afternoon again agree agreed all already am
    and another any anybody anyone anyway appointment are around ask away awesome aye back be
    because been before being bill billing book broadband broken but buy by call callback can cancel
    cant certainly cheaper cheers complaint confirm confirmed connect could customer dash day days
    deal definitely delay delete delivery details did does doesn done dont dot down each eight
    eleven end ending engineer english erase evening every everything exactly explain fault feedback
    fine five forget four freezing friday from get give going gonna good goodbye got great had has
    have hello help hey hi hiya home hour how howdy human i if indeed invoice isn it its just keep
    keeps kindly know landline language later leave leaving let like line lost mate maybe mean
    monday month more morning move much my nah name need network never new next nine nope not
    nothing now number of off offer okay old one open operator order other our out outage over
    package parcel password pay perhaps person phone please pls postpone prices problem proceed
    provider quit raise really recommend refund repeat reschedule restart right ring router
    said saturday say see send seven shop should slow some somebody someone something sorry
    speak start still sunday sure switch take talk ten than thank thanks that the their them then
    there these they thing think this those three thursday time to today tomorrow tonight too
    transfer tuesday twelve two um understand until up upgrade upgrading use very wait wanna want
    was we wednesday week well went were what when where which who why will with wonderful wont work
    working would wrong yeah yep yes yesterday you your yours
    """
)

# Short words that names and both languages use: in a whole sentence, they show it is one.
HINTS = _words(
    """
    a an at au box de des do du en es fibre il in internet is la le les ma me mon no on ou par plan
    plus sa si son ta us va wifi y
    """
)

NEITHER = _words("ok merci thanks yes yep okay cool go")  # said alone, by people of either language
